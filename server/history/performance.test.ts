import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fetch, Run } from '../../lib/contract/run.ts';
import { historyKinds } from '../../test/servers/history-places.ts';
import { daysBetween } from './days.ts';
import { type History, openHistory } from './index.ts';
import type { Place } from './place.ts';
import { inNewPlaces } from './testing/in-new-places.ts';
import { sampleRun } from './testing/sample-run.ts';

const fetch = (connection: string, ms: number, rows: number, source: Fetch['source'] = undefined): Fetch => ({
  index: 0,
  connection,
  relation: 'public.t',
  sql: 'SELECT 1',
  status: 'done',
  pushed: [],
  kept: [],
  rows,
  bytes: rows * 10,
  ms,
  capped: false,
  ...(source === undefined ? {} : { source }),
});

describe.each(historyKinds)('in %s', (kind, open) => {
  describe('figures of runs', () => {
    let place: Place;
    let history: History;
    inNewPlaces(open, async (made) => {
      place = made;
      history = await openHistory(place);
    });
    afterEach(async () => {
      await history.close();
    });

    async function keep(totalMs: number, change: Partial<Run> = {}): Promise<Run> {
      const run = sampleRun(randomUUID(), {
        startedAt: '2026-03-10T12:00:00.000Z',
        status: 'succeeded',
        timings: { queueMs: 1, planMs: 2, executeMs: totalMs - 3, totalMs },
        fetches: [fetch('shop', totalMs / 2, 100)],
        ...change,
      });
      await history.insertRun({ ...run, status: 'queued' });
      await history.updateRun(run);
      return run;
    }
    const march = { from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z', timeZone: 'UTC' };

    it('are exact: average, percentiles, outcomes, stages', async () => {
      for (let ms = 1; ms <= 100; ms += 1) await keep(ms * 10);
      await keep(9_999, { status: 'failed' });
      await keep(5, { status: 'cancelled' });
      await keep(5, { status: 'interrupted' });
      await keep(5, { startedAt: '2026-04-01T00:00:00.000Z' });
      const { totals } = await history.performance(march);
      expect(totals).toMatchObject({ runs: 103, succeeded: 100, failed: 2, cancelled: 1 });
      expect(totals).toMatchObject({ averageMs: 505, p50Ms: 500, p95Ms: 950, p99Ms: 990 });
      expect(totals.stages).toEqual({
        runs: 100,
        queueMs: 1,
        planMs: 2,
        sourceMs: 252.5,
        joinMs: expect.closeTo(249.5, 0),
      });
      expect(totals.fetchedRows).toBe(10_300);
    });

    it('tell waiting, transfer and join apart over the runs that do, whatever earlier ones lack', async () => {
      await keep(9_000);
      const split = (waitMs: number, transferMs: number): Fetch => ({ ...fetch('shop', 900, 1), waitMs, transferMs });
      const local: Fetch = { ...fetch('files', 990, 1), isInPlace: true };
      await keep(1_000, {
        fetches: [split(100, 40), { ...split(300, 60), ms: 700, index: 1 }, { ...local, index: 2 }],
      });
      await keep(500, { fetches: [] });
      await keep(99_000, { fetches: [split(90_000, 1)], status: 'failed' });
      const { totals, connections } = await history.performance(march);
      expect(totals.stages).toEqual({
        runs: 2,
        queueMs: 1,
        planMs: 2,
        sourceMs: 180,
        waitMs: 150,
        transferMs: 30,
        joinMs: 567,
      });
      expect(connections).toMatchObject([{ connection: 'shop', waitMs: 100, transferMs: 40 }, { connection: 'files' }]);
      expect(connections[1]).not.toHaveProperty('waitMs');
    });

    it('go by fingerprint, with the run behind each', async () => {
      await keep(100, { text: 'SELECT 1 FROM shop.a' });
      const last = await keep(300, { text: 'select 2 from shop.a -- again', startedAt: '2026-03-11T12:00:00.000Z' });
      await keep(50, { text: 'SELECT x FROM shop.b' });
      const { fingerprints, slowest } = await history.performance(march);
      expect(fingerprints).toMatchObject([
        { text: 'select ? from shop.a', runs: 2, averageMs: 200, totalMs: 400, lastRunId: last.id },
        { text: 'select x from shop.b', runs: 1 },
      ]);
      expect(slowest[0]).toMatchObject({ runId: last.id, totalMs: 300, text: 'select 2 from shop.a -- again' });
      const only = await history.performance({ ...march, fingerprint: fingerprints[0]?.fingerprint });
      expect(only.totals.runs).toBe(2);
    });

    it('go by connection, beside what the sources say themselves', async () => {
      await keep(100, {
        fetches: [
          fetch('shop', 40, 10, { serverMs: 30 }),
          fetch('shop', 60, 5),
          fetch('cloud', 80, 1, { bytesBilled: 1e12 }),
        ],
      });
      await keep(100, { fetches: [fetch('shop', 20, 1, { serverMs: 10 })] });
      await keep(100, { fetches: [fetch('shop', 9_000, 1)], status: 'failed' });
      const { connections } = await history.performance(march);
      expect(connections).toEqual([
        {
          connection: 'shop',
          runs: 2,
          averageMs: 40,
          p50Ms: 20,
          p95Ms: 60,
          p99Ms: 60,
          rows: 16,
          bytes: 160,
          serverMs: 20,
        },
        expect.objectContaining({ connection: 'cloud', runs: 1, bytesBilled: 1e12 }),
      ]);
      expect((await history.performance({ ...march, connection: 'cloud' })).totals.runs).toBe(1);
    });

    it('go by day of the reader, also where no run is', async () => {
      await keep(10, { startedAt: '2026-03-28T23:30:00.000Z' });
      const range = { from: '2026-03-27T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z', timeZone: 'Europe/Prague' };
      const { days } = await history.performance(range);
      expect(days.map(({ day, runs }) => [day, runs])).toEqual([
        ['2026-03-28', 0],
        ['2026-03-29', 1],
      ]);
    });

    it.runIf(kind === 'SQLite')('are told by person, and for one person alone', async () => {
      const ids = [(await keep(10)).id, (await keep(30)).id];
      const { DatabaseSync } = await import('node:sqlite');
      const file = new DatabaseSync(path.join(place.dataDir, 'joinery.sqlite'));
      file.prepare('UPDATE RunFigure SET ownerId = ? WHERE runId = ?').run("o'neil", ids[1] ?? '');
      file.close();
      const { people } = await history.performance(march);
      expect(people.map(({ personId, runs, p50Ms }) => [personId, runs, p50Ms])).toEqual([
        ["o'neil", 1, 30],
        ['local', 1, 10],
      ]);
      const { totals } = await history.performance({ ...march, person: "o'neil" });
      expect(totals).toMatchObject({ runs: 1, averageMs: 30 });
    });

    it('go with the runs that another person takes over', async () => {
      await keep(10);
      expect((await history.performance({ ...march, person: 'local' })).totals.runs).toBe(1);
      await history.access.owners.handOver('local', 'ada');
      expect((await history.performance({ ...march, person: 'local' })).totals.runs).toBe(0);
      expect((await history.performance({ ...march, person: 'ada' })).totals.runs).toBe(1);
    });

    it.runIf(kind === 'SQLite')('are made up for runs of earlier versions', async () => {
      const run = await keep(10);
      await history.close();
      const { DatabaseSync } = await import('node:sqlite');
      const file = new DatabaseSync(path.join(place.dataDir, 'joinery.sqlite'));
      file.exec('DELETE FROM RunFigure; DELETE FROM RunSourceFigure; DELETE FROM Fingerprint; DROP TABLE RunText');
      file.exec('UPDATE Run SET searchRow = NULL, fingerprint = NULL');
      file.close();
      await (await openHistory(place)).close();
      history = await openHistory(place);
      const { slowest, connections } = await history.performance(march);
      expect(slowest.map(({ runId }) => runId)).toEqual([run.id]);
      expect(connections).toHaveLength(1);
      const { runs } = await history.runs({ q: 'select', limit: 10 });
      expect(runs.map(({ id }) => id)).toEqual([run.id]);
      expect(runs[0]?.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    });

    it('refuse what is no time zone, and ranges without end', async () => {
      await expect(history.performance({ ...march, timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
        code: 'bad_request',
      });
      await expect(history.performance({ ...march, from: '1990-01-01T00:00:00Z' })).rejects.toMatchObject({
        code: 'bad_request',
      });
    });
  });

  describe('days of a time zone', () => {
    it('have 23 and 25 hours where the clocks change', () => {
      const hours = (from: string, to: string) =>
        daysBetween(from, to, 'Europe/Prague').map(({ startMs, endMs }) => (endMs - startMs) / 3_600_000);
      expect(hours('2026-03-28T23:00:00Z', '2026-03-30T22:00:00Z')).toEqual([23, 24]);
      expect(hours('2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual([25]);
    });

    it('are cut to the range', () => {
      expect(daysBetween('2026-01-01T10:00:00Z', '2026-01-02T01:00:00Z', 'UTC').map(({ day }) => day)).toEqual([
        '2026-01-01',
        '2026-01-02',
      ]);
      expect(daysBetween('2026-01-01T10:00:00Z', '2026-01-01T10:00:00Z', 'UTC')).toEqual([]);
    });
  });
});

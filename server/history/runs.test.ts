import { afterEach, describe, expect, test } from 'vitest';
import { runSchema } from '../../lib/contract/run.ts';
import { historyKinds } from '../../test/servers/history-places.ts';
import type { HistoryService } from '../workbench.ts';
import { openDatabase } from './database.ts';
import { postgres } from './dialect.ts';
import { Prisma } from './generated/client.ts';
import { openHistory } from './index.ts';
import type { Place } from './place.ts';
import { pageSql } from './run-pages.ts';
import { inNewPlaces } from './testing/in-new-places.ts';
import { sampleFetch, sampleRun } from './testing/sample-run.ts';

describe.each(historyKinds)('in %s', (kind, open) => {
  let place: Place;
  let history: HistoryService;
  inNewPlaces(open, async (made) => {
    place = made;
    history = await openHistory(place);
  });
  afterEach(async () => {
    await history.close();
  });

  const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

  describe('a run', () => {
    test('comes back as it was written, through the contract', async () => {
      const run = sampleRun('r1', {
        documentId: 'd1',
        status: 'failed',
        endedAt: '2026-01-02T03:05:00.001Z',
        rowLimit: null,
        pushdown: 'off',
        timings: { queueMs: 0.25, planMs: 2, executeMs: 3, totalMs: 5.25 },
        fetches: [sampleFetch('shop', { readAt: '2026-01-02T03:04:06.000Z', estimatedRows: 12 })],
        columns: [
          {
            name: 'id',
            label: 'id',
            type: 'BIGINT',
            origin: { connection: 'shop', schema: 'public', table: 't', column: 'id' },
          },
          { name: 'id', label: 'id (2)', type: 'DECIMAL(38,2)' },
        ],
        rows: 6_000_000_000,
        truncated: true,
        resultBytes: 5_000_000_000,
        peakMemoryBytes: 1234,
        hasResult: true,
        error: { code: 'source_failed', class: 'source', message: 'Broke off.', connection: 'shop' },
      });
      await history.insertRun(run);
      const fingerprint = expect.stringMatching(/^[0-9a-f]{16}$/);
      expect(await history.run('r1')).toEqual({ ...run, fingerprint });
      expect(runSchema.parse(await history.run('r1'))).toMatchObject(run);
    });

    test('is replaced by an update, and an unknown one is not found', async () => {
      await history.insertRun(sampleRun('r1'));
      const ended = sampleRun('r1', { status: 'succeeded', rows: 3, hasResult: true });
      await history.updateRun(ended);
      expect(await history.run('r1')).toMatchObject(ended);
      await expect(history.updateRun(sampleRun('r2'))).rejects.toMatchObject({ code: 'not_found' });
      await expect(history.updateRun(sampleRun('r2', { target: 'shop' }))).rejects.toMatchObject({ code: 'not_found' });
      await expect(history.run('r2')).rejects.toMatchObject({ code: 'not_found' });
    });
  });

  describe('the list', () => {
    const ids = async (query: Parameters<HistoryService['runs']>[0]): Promise<string[]> =>
      (await history.runs(query)).runs.map((run) => run.id);

    test('pages newest first without losing or repeating a run, runs of one moment included', async () => {
      const seconds = [5, 1, 3, 3, 3, 2, 4, 3];
      for (const [number, second] of seconds.entries()) {
        await history.insertRun(sampleRun(`r${number}`, { startedAt: at(second) }));
      }
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await history.runs({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.runs.every((run) => run.columns.length === 0)).toBe(true);
        seen.push(...page.runs.map((run) => run.id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen).toEqual(['r0', 'r6', 'r7', 'r4', 'r3', 'r2', 'r5', 'r1']);
      await expect(history.runs({ limit: 3, cursor: 'nonsense' })).rejects.toMatchObject({ code: 'bad_request' });
    });

    test('searches text and error message, without regard to case, and takes % and _ as they are', async () => {
      await history.insertRun(sampleRun('plain', { startedAt: at(1), text: 'SELECT größe, a_b FROM Städte' }));
      await history.insertRun(sampleRun('percent', { startedAt: at(2), text: "SELECT '100%' AS axb" }));
      const error = { code: 'unknown_table' as const, class: 'user' as const, message: 'No table named KUNDEN.' };
      await history.insertRun(sampleRun('failed', { startedAt: at(3), status: 'failed', error }));
      expect(await ids({ limit: 10, q: 'GRÖßE' })).toEqual(['plain']);
      expect(await ids({ limit: 10, q: 'städTE' })).toEqual(['plain']);
      expect(await ids({ limit: 10, q: '0%' })).toEqual(['percent']);
      expect(await ids({ limit: 10, q: 'a_b' })).toEqual(['plain']);
      expect(await ids({ limit: 10, q: 'kunden' })).toEqual(['failed']);
      expect(await ids({ limit: 10, q: "'; DROP TABLE" })).toEqual([]);
      expect(await ids({ limit: 10, q: '  ' })).toHaveLength(3);
    });

    test('lists failed and interrupted runs as one, as the dashboard counts them', async () => {
      for (const [second, status] of (['failed', 'succeeded', 'interrupted', 'cancelled', 'failed'] as const).entries())
        await history.insertRun(sampleRun(`${status}${second}`, { startedAt: at(second), status, target: 'crm' }));
      const found = ['failed4', 'interrupted2', 'failed0'];
      expect(await ids({ limit: 10, status: 'unsuccessful' })).toEqual(found);
      expect(await ids({ limit: 10, status: 'unsuccessful', connection: 'crm' })).toEqual(found);
      expect(await ids({ limit: 10, status: 'failed' })).toEqual(['failed4', 'failed0']);
    });

    test('filters by status and by any connection that a run named, also one known only after planning', async () => {
      await history.insertRun(sampleRun('native', { startedAt: at(1), target: 'crm', status: 'succeeded' }));
      await history.insertRun(sampleRun('planned', { startedAt: at(2) }));
      const fetches = [sampleFetch('shop'), sampleFetch('crm', { index: 1 }), sampleFetch('shop', { index: 2 })];
      await history.updateRun(sampleRun('planned', { startedAt: at(2), fetches }));
      await history.updateRun(sampleRun('planned', { startedAt: at(2), fetches }));
      expect(await ids({ limit: 10, connection: 'crm' })).toEqual(['planned', 'native']);
      expect(await ids({ limit: 10, connection: 'shop' })).toEqual(['planned']);
      expect(await ids({ limit: 10, connection: 'crm', status: 'succeeded' })).toEqual(['native']);
      expect(await ids({ limit: 10, connection: 'web' })).toEqual([]);
      expect(await ids({ limit: 10, status: 'running' })).toEqual(['planned']);
    });

    test.runIf(kind === 'SQLite')(
      'walks an index: no sort and no scan of the history, whatever the filter',
      async () => {
        const client = await openDatabase(place);
        const cursor = Buffer.from('1767225600000/x').toString('base64url');
        const fingerprint = '0123456789abcdef';
        const [from, to] = [at(1), at(50)];
        const filters = [
          {},
          { status: 'failed' as const },
          { connection: 'crm' },
          { fingerprint },
          { pinned: 'true' as const },
          { from, to, minMs: 5 },
          { q: 'wo' },
          { connection: 'crm', status: 'failed' as const, from },
        ];
        for (const filter of filters) {
          const { sql, values } = pageSql({ limit: 50, cursor, ...filter });
          const plan = await client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
          const details = plan.map((step) => step.detail).join('\n');
          expect(details, JSON.stringify(filter)).toMatch(/SEARCH \w+ USING (COVERING )?INDEX \w+startedAt_\w+ \(/);
          expect(details, JSON.stringify(filter)).not.toMatch(/TEMP B-TREE|SCAN (?!seen)/);
        }
        const { sql, values } = pageSql({ limit: 50, q: 'word' });
        const plan = await client.$queryRawUnsafe<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
        const details = plan.map((step) => step.detail).join('\n');
        expect(details).toMatch(/SCAN RunText VIRTUAL TABLE INDEX[\s\S]*SEARCH run USING INDEX Run_searchRow_key/);
        expect(details).not.toContain('TEMP B-TREE');
        await client.$disconnect();
      },
    );

    test.runIf(kind === 'PostgreSQL')(
      'looks each run up that it passes, whatever its database thinks of reading them all instead',
      async () => {
        const client = await openDatabase(place);
        for (const filter of [{ minMs: 5 }, { q: 'wo' }, { connection: 'crm', status: 'failed' as const }]) {
          const page = pageSql({ limit: 50, ...filter }, postgres);
          const plan = await client.$queryRaw<Record<string, string>[]>(Prisma.sql`EXPLAIN ${page}`);
          const steps = plan.flatMap((step) => Object.values(step)).join('\n');
          expect(steps, JSON.stringify(filter)).toMatch('connection' in filter ? /Run_pkey/ : /Tid Scan/);
          expect(steps, JSON.stringify(filter)).toMatch(/Nested Loop/);
          expect(steps, JSON.stringify(filter)).not.toMatch(/Hash Join|Merge Join/);
        }
        await client.$disconnect();
      },
    );

    test('filters by time, duration, kind of statement and pins, one by one and together', async () => {
      const timings = (totalMs: number) => ({ queueMs: 0, planMs: 0, executeMs: 0, totalMs });
      await history.insertRun(sampleRun('old', { startedAt: at(1), text: 'SELECT 1', timings: timings(5) }));
      await history.insertRun(sampleRun('same', { startedAt: at(2), text: 'select 2', timings: timings(50) }));
      await history.insertRun(sampleRun('other', { startedAt: at(3), text: 'SELECT a', timings: timings(500) }));
      const { fingerprint } = await history.run('old');
      expect(await ids({ limit: 10, ...(fingerprint === undefined ? {} : { fingerprint }) })).toEqual(['same', 'old']);
      expect(await ids({ limit: 10, from: at(2), to: at(3) })).toEqual(['same']);
      expect(await ids({ limit: 10, q: 'select', from: at(2), to: at(3) })).toEqual(['same']);
      expect(await ids({ limit: 10, minMs: 50 })).toEqual(['other', 'same']);
      expect(await ids({ limit: 10, minMs: 50, maxMs: 60, q: 'sel' })).toEqual(['same']);
      expect(await history.pinRun('old', true)).toMatchObject({ isPinned: true });
      await history.updateRun(sampleRun('old', { startedAt: at(1), text: 'SELECT 1', status: 'succeeded' }));
      expect(await ids({ limit: 10, pinned: 'true' })).toEqual(['old']);
      await history.pinRun('old', false);
      expect(await ids({ limit: 10, pinned: 'true' })).toEqual([]);
      await expect(history.pinRun('none', true)).rejects.toMatchObject({ code: 'not_found' });
    });

    test('a search finds every run once over all its pages, also runs of one moment, and after a clock that jumped back', async () => {
      const seconds = [5, 1, 3, 3, 3, 2, 4, 3];
      for (const [number, second] of seconds.entries())
        await history.insertRun(
          sampleRun(`r${number}`, { startedAt: at(second), text: `SELECT word${number} FROM t` }),
        );
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await history.runs({ limit: 2, q: 'word from', ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.runs.map((run) => run.id));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      expect(seen.toSorted()).toEqual(seconds.map((_, number) => `r${number}`));
      expect(seen[0]).toBe('r0');
      expect(seen.at(-1)).toBe('r1');
      expect(await ids({ limit: 10, q: '"word3 FROM"' })).toEqual(['r3']);
      expect(await ids({ limit: 10, q: '"from word3"' })).toEqual([]);
      expect(await ids({ limit: 10, q: 'wo 3' })).toEqual(['r3']);
    });
  });

  test.runIf(kind === 'SQLite')(
    'runs that were going become interrupted at the next start, with their fetches',
    async () => {
      await history.insertRun(sampleRun('queued', { status: 'queued' }));
      await history.insertRun(
        sampleRun('going', { fetches: [sampleFetch('shop'), sampleFetch('crm', { status: 'done' })] }),
      );
      await history.insertRun(sampleRun('ended', { status: 'succeeded', hasResult: true }));
      expect(await history.markInterrupted()).toBe(2);
      expect(await history.markInterrupted()).toBe(0);
      const going = await history.run('going');
      expect(going).toMatchObject({ status: 'interrupted', fetches: [{ status: 'cancelled' }, { status: 'done' }] });
      expect(going.endedAt).toBeDefined();
      expect(await history.run('ended')).toMatchObject({ status: 'succeeded', hasResult: true });
    },
  );
});

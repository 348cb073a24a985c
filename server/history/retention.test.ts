import { afterEach, describe, expect, test } from 'vitest';
import { historyKinds } from '../../test/servers/history-places.ts';
import { createLog } from '../log.ts';
import { type History, openHistory } from './index.ts';
import { type Retention, startRetention } from './retention.ts';
import { STEADY_RUNS } from './run-keeping.ts';
import { inNewPlaces } from './testing/in-new-places.ts';
import { sampleRun } from './testing/sample-run.ts';

const DAY_MS = 86_400_000;
const startMs = Date.UTC(2026, 0, 1);
const dayOf = (day: number): string => new Date(startMs + day * DAY_MS).toISOString();
const KEPT = STEADY_RUNS + 5;

describe.each(historyKinds)('in %s', (_kind, open) => {
  let history: History;
  let retention: Retention | undefined;
  let dropped: string[];
  let rounds = 0;
  let keptResults: ReadonlySet<string>;
  inNewPlaces(open, async (made) => {
    history = await openHistory(made);
    dropped = [];
    for (let day = 0; day < KEPT; day += 1)
      await history.insertRun(sampleRun(`r${day}`, { startedAt: dayOf(day), status: 'succeeded', hasResult: true }));
  });
  afterEach(async () => {
    await retention?.close();
    await history.close();
  });

  function start(limits: { historyAgeMs: number; historyRuns: number }, nowMs = startMs + KEPT * DAY_MS): Retention {
    retention = startRetention({
      keeping: history.keeping,
      results: {
        async remove(runId) {
          dropped.push(runId);
        },
        async dropOldResults(keep) {
          keptResults = keep;
          rounds += 1;
          return { runIds: ['r8'] };
        },
        stored: async () => ({ count: 1, bytes: 10 }),
      },
      limits: { ...limits, resultStoreBytes: 1 },
      log: createLog('error'),
      now: () => nowMs,
      roomStepMs: 20,
    });
    return retention;
  }

  const left = async (): Promise<string[]> => (await history.runs({ limit: 100 })).runs.map(({ id }) => id).reverse();

  test('runs beyond the number are forgotten with their results, oldest first; pinned, shared and going ones stay', async () => {
    await history.pinRun('r0', true);
    await history.insertRun(sampleRun('going', { startedAt: dayOf(-1) }));
    const query = await history.queries.save({
      title: 'Shared',
      description: '',
      kind: 'statement',
      text: 'SELECT 1',
      target: 'federated',
      rowLimit: null,
      parameters: [],
      tags: [],
      collection: '',
    });
    await history.queries.share({ queryId: query.id, runId: 'r1' });
    await start({ historyAgeMs: 1000 * DAY_MS, historyRuns: KEPT - 2 }).clean();
    expect(dropped).toEqual(['r2', 'r3', 'r4']);
    expect((await left()).slice(0, 4)).toEqual(['going', 'r0', 'r1', 'r5']);
    await expect(history.run('r2')).rejects.toMatchObject({ code: 'not_found' });
    expect((await history.runs({ q: 'orders', limit: 100 })).runs).toHaveLength(KEPT - 2);
    expect([...keptResults].toSorted()).toEqual(['r0', 'r1']);
    expect(await history.run('r8')).toMatchObject({ hasResult: true, resultExpiredAt: expect.any(String) });
    expect(await retention?.status()).toMatchObject({ runs: KEPT - 2, pinned: 1, oldestAt: dayOf(-1), results: 1 });
  });

  test('age counts from now; a clock that has jumped ahead forgets nothing that the newest runs do not make old', async () => {
    await start({ historyAgeMs: 3 * DAY_MS, historyRuns: 1000 }, startMs + 10_000 * DAY_MS).clean();
    // The newest 20 begin at day 5: older than day 2 is old.
    expect(dropped).toEqual(['r0', 'r1']);
  });

  test('many runs that end together have room made twice: for the first at once, for the others together', async () => {
    const { makeRoom, clean } = start({ historyAgeMs: 1000 * DAY_MS, historyRuns: 1000 });
    // The round of the start is over.
    await clean();
    rounds = 0;
    const [first, ...others] = Array.from({ length: 50 }, () => makeRoom());
    expect(new Set(others)).toEqual(new Set([first]));
    await first;
    expect(rounds).toBe(1);
    await Promise.all(Array.from({ length: 50 }, () => makeRoom()));
    expect(rounds).toBe(2);
  });

  test('people drop stored rows and keep the run', async () => {
    const { dropResults } = start({ historyAgeMs: 1000 * DAY_MS, historyRuns: 1000 });
    await dropResults(['r3']);
    expect(dropped).toContain('r3');
    expect(await history.run('r3')).toMatchObject({ resultExpiredAt: expect.any(String) });
  });

  test('people delete runs that have ended, all of what they name or nothing', async () => {
    const { removeRuns } = start({ historyAgeMs: 1000 * DAY_MS, historyRuns: 1000 });
    await history.insertRun(sampleRun('going'));
    await expect(removeRuns(['r0', 'going'])).rejects.toMatchObject({ code: 'bad_request' });
    await expect(removeRuns(['r0', 'none'])).rejects.toMatchObject({ code: 'not_found' });
    expect(await history.run('r0')).toMatchObject({ id: 'r0' });
    await removeRuns(['r0', 'r1']);
    expect(dropped).toEqual(['r0', 'r1']);
    expect(await left()).not.toContain('r0');
  });
});

/** Keeps history and stored results within the limits of config.yaml: at the start, now and then, and after each stored result. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Limits } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { RetentionService } from '../workbench.ts';
import type { RunKeeping } from './run-keeping.ts';

/** What retention needs of the stored results. */
export interface KeptResults {
  dropOldResults(keep: ReadonlySet<string>): Promise<{ readonly runIds: readonly string[] }>;
  remove(runId: string): Promise<void>;
  stored(): Promise<{ readonly count: number; readonly bytes: number }>;
}

interface Options {
  readonly keeping: RunKeeping;
  readonly results: KeptResults;
  readonly limits: Pick<Limits, 'historyAgeMs' | 'historyRuns' | 'resultStoreBytes'>;
  readonly log: Log;
  readonly now?: () => number;
  /** Where several servers share a history: whether this one looks after it now. Absent = always. */
  readonly isMine?: () => Promise<boolean>;
  /** Time from making room to making it again. */
  readonly roomStepMs?: number;
}

export interface Retention extends RetentionService {
  /** Drops results beyond their room: at once, or with others in a moment if it was done just now. */
  makeRoom(): Promise<void>;
  /** Looks through everything; answers how many runs were forgotten. */
  clean(): Promise<number>;
  close(): Promise<void>;
}

const BATCH = 200;
const INTERVAL_MS = 3_600_000;
/** Every stored file is looked at to make room: not after each of many small runs. */
const ROOM_STEP_MS = 2_000;

/** Begins to clean up at once, and then every hour. */
export function startRetention(options: Options): Retention {
  const { keeping, results, limits, log, now = Date.now, isMine, roomStepMs = ROOM_STEP_MS } = options;
  let isClosed = false;
  let cleanedAt: string | undefined;
  /** One at a time. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task);
    last = turn.catch(() => undefined);
    return turn;
  };

  const forget = async (runIds: readonly string[]): Promise<void> => {
    // History first: a result without a run is cleared away at the next start, a run without its result would lie.
    await keeping.remove(runIds);
    for (const runId of runIds) await results.remove(runId);
  };
  const makeRoom = async (): Promise<void> => {
    const { runIds } = await results.dropOldResults(await keeping.protectedRuns());
    if (runIds.length > 0) await keeping.markExpired(runIds);
  };
  let [roomMadeMs, roomSoon]: [number, Promise<void> | undefined] = [Number.NEGATIVE_INFINITY, undefined];
  const makeRoomSoon = async (): Promise<void> => {
    await delay(Math.max(0, roomMadeMs + roomStepMs - performance.now()), undefined, { ref: false });
    [roomMadeMs, roomSoon] = [performance.now(), undefined];
    if (!isClosed) await inTurn(makeRoom);
  };
  const clean = async (): Promise<number> => {
    let forgotten = 0;
    while (!isClosed) {
      const { historyAgeMs: ageMs, historyRuns: most } = limits;
      const runIds = await keeping.forgettable({ now: new Date(now()), ageMs, most, limit: BATCH });
      if (runIds.length === 0) break;
      await forget(runIds);
      forgotten += runIds.length;
      await nextTurn();
    }
    if (!isClosed) await makeRoom();
    cleanedAt = new Date(now()).toISOString();
    if (forgotten > 0) log.info({ runs: forgotten }, 'Forgot runs beyond the limits of the history');
    return forgotten;
  };
  const cleanSoon = (): void =>
    void inTurn(async () => (await isMine?.()) === false || (await clean())).catch((thrown: unknown) =>
      log.warn({ err: thrown }, 'Old runs and results could not be cleared away'),
    );
  cleanSoon();
  const timer = setInterval(cleanSoon, INTERVAL_MS);
  timer.unref();

  return {
    makeRoom: () => (roomSoon ??= makeRoomSoon()),
    clean: () => inTurn(clean),
    removeRuns: (runIds) => inTurn(() => forget(runIds)),
    dropResults: (runIds) =>
      inTurn(async () => {
        // Told first: a run whose rows are there although it says otherwise only takes room until the next start.
        await keeping.markExpired(runIds);
        for (const runId of runIds) await results.remove(runId);
      }),
    async status() {
      const stored = await results.stored();
      const { historyAgeMs, historyRuns, resultStoreBytes } = limits;
      return {
        limits: { historyAgeMs, historyRuns, resultStoreBytes },
        ...(await keeping.counts()),
        results: stored.count,
        resultBytes: stored.bytes,
        ...(cleanedAt === undefined ? {} : { cleanedAt }),
      };
    },
    async close() {
      isClosed = true;
      clearInterval(timer);
      await last;
    },
  };
}

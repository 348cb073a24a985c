import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EngineState } from '../engine/engine.ts';
import { Cancelled } from '../errors.ts';
import { WORK_NICENESS } from '../work-priority.ts';
import { EnginePool } from './engine-pool.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** Runs for minutes unless stopped. */
const ENDLESS =
  'SELECT count(*) FROM range(1000000) a(n), range(1000000) b(n), range(1000) c(n) WHERE a.n * b.n = c.n + 7';

let folder: string;
let pool: EnginePool;
let runCount = 0;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-pool-'));
  pool = poolOf(1);
});

const poolOf = (concurrentRuns: number): EnginePool =>
  new EnginePool({
    settings: {
      connections: [
        {
          id: 'gone',
          driver: 'sqlite',
          error: { code: 'config_invalid', class: 'user', message: 'The path is missing.', connection: 'gone' },
        },
      ],
      baseDir: folder,
      tempDir: folder,
      limits: { runTimeMs: 60_000, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824 },
      logLevel: 'error',
    },
    concurrentRuns,
    queuedRuns: 2,
    answer: async () => {
      throw new Error('nothing to look up');
    },
    onObserved: () => {},
    log: quiet,
  });

afterEach(async () => {
  await pool.close();
  await rm(folder, { recursive: true, force: true });
});

interface Observed {
  readonly positions: number[];
  readonly started: Promise<void>;
}

function run(text: string, signal = new AbortController().signal) {
  const started = Promise.withResolvers<void>();
  const observed: Observed & { states: EngineState[] } = { positions: [], states: [], started: started.promise };
  const runId = `run${++runCount}`;
  const request = {
    runId,
    text,
    target: 'federated',
    rowLimit: 10,
    pushdown: 'safe' as const,
    resultPath: path.join(folder, `${runId}.duckdb`),
  };
  const outcome = pool.run(request, signal, {
    onPosition: (position) => observed.positions.push(position),
    onStart: started.resolve,
    onState: (state) => {
      observed.states.push(state);
      if (state.stage === 'running') running.resolve();
    },
  });
  const running = Promise.withResolvers<void>();
  return { outcome, observed, running: running.promise };
}

describe('the engine pool', () => {
  it('runs statements in a process of their own', async () => {
    const { rows, columns } = await run('SELECT 42 AS answer, 42 AS answer').outcome;
    expect(rows).toBe(1);
    expect(columns.map(({ label }) => label)).toEqual(['answer', 'answer (2)']);
    expect(pool.pids).toHaveLength(1);
    expect(pool.pids[0]).not.toBe(process.pid);
  });

  it('runs them behind the web server, whatever else wants the processor', async () => {
    await run('SELECT 1').outcome;
    expect(pool.pids.map((pid) => getPriority(pid))).toEqual([Math.min(19, getPriority() + WORK_NICENESS)]);
  });

  it('carries errors with code and position', async () => {
    await expect(run('SELECT * FROM nowhere.t').outcome).rejects.toMatchObject({
      code: 'unknown_connection',
      position: { offset: 14 },
    });
    await expect(run('SELECT * FROM gone.t').outcome).rejects.toMatchObject({
      code: 'config_invalid',
      connection: 'gone',
    });
  });

  it('lets runs wait in order and tells their place', async () => {
    const stop = new AbortController();
    const first = run(ENDLESS, stop.signal);
    await first.running;
    const second = run('SELECT 2');
    const third = run('SELECT 3');
    expect([second.observed.positions, third.observed.positions]).toEqual([[1, 1], [2]]);
    await expect(run('SELECT 4').outcome).rejects.toMatchObject({ code: 'queue_full' });
    stop.abort();
    await expect(first.outcome).rejects.toMatchObject({ name: 'Cancelled' });
    expect((await second.outcome).rows).toBe(1);
    expect((await third.outcome).rows).toBe(1);
    expect(third.observed.positions.at(-1)).toBe(1);
  });

  it('starts no more processes than statements go at a time, and gives each the first that is free', async () => {
    await pool.close();
    pool = poolOf(3);
    await pool.warmUp();
    for (let round = 0; round < 4; round += 1) {
      const runs = Array.from({ length: 3 }, () => run('SELECT 42'));
      for (const { outcome } of runs) expect((await outcome).rows).toBe(1);
      expect(pool.figures.processes).toBeLessThanOrEqual(3);
    }
    // Those that wait for a process can be stopped; what was started for them works for the next.
    const stop = new AbortController();
    const stopped = Array.from({ length: 3 }, () => run(ENDLESS, stop.signal).outcome);
    const ends = Promise.all(stopped.map((outcome) => expect(outcome).rejects.toBeInstanceOf(Cancelled)));
    stop.abort();
    await ends;
    expect((await run('SELECT 42').outcome).rows).toBe(1);
    expect(pool.figures).toMatchObject({ running: 0, waiting: 0 });
    expect(pool.figures.processes).toBeLessThanOrEqual(3);
  });

  it('takes a waiting run out of the queue when it is stopped', async () => {
    const stopFirst = new AbortController();
    const first = run(ENDLESS, stopFirst.signal);
    await first.running;
    const stopSecond = new AbortController();
    const second = run('SELECT 2', stopSecond.signal);
    stopSecond.abort();
    await expect(second.outcome).rejects.toMatchObject({ name: 'Cancelled' });
    stopFirst.abort();
    await expect(first.outcome).rejects.toMatchObject({ name: 'Cancelled' });
  });

  it('loses one run when a process is killed, and goes on with a new one', async () => {
    const first = run(ENDLESS);
    await first.running;
    const [pid] = pool.pids;
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await expect(first.outcome).rejects.toMatchObject({ code: 'engine_crashed' });
    expect((await run('SELECT 1').outcome).rows).toBe(1);
    expect(pool.pids).not.toContain(pid);
    expect((await readdir(folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
  });

  it('gives the process none of the server environment', async () => {
    process.env.JOINERY_TEST_CANARY = 'canary-value';
    try {
      await run('SELECT 1').outcome;
      const [pid] = pool.pids;
      if (process.platform !== 'linux' || pid === undefined) return;
      const { readFile } = await import('node:fs/promises');
      expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('canary-value');
    } finally {
      delete process.env.JOINERY_TEST_CANARY;
    }
  });

  it('leaves no process and no folder behind', async () => {
    const first = run(ENDLESS);
    await first.running;
    const { pids } = pool;
    await Promise.all([pool.close(), expect(first.outcome).rejects.toBeDefined()]);
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FEDERATED, type Run } from '../../lib/contract/run.ts';
import type { EngineOutcome, EngineState } from '../engine/engine.ts';
import { Cancelled, JoineryError } from '../errors.ts';
import { openHistory } from '../history/index.ts';
import type { HistoryService, RunService } from '../workbench.ts';
import { createRunService } from './run-service.ts';

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const outcome: EngineOutcome = {
  fetches: [],
  columns: [{ name: 'n', label: 'n', type: 'INTEGER' }],
  rows: 3,
  truncated: true,
  resultBytes: 12,
  peakMemoryBytes: 34,
  timings: { planMs: 1, executeMs: 2, totalMs: 3 },
};
const request = { text: 'SELECT n', target: FEDERATED, rowLimit: 3, pushdown: 'safe' as const };

type Listeners = { onPosition(position: number): void; onStart(): void; onState(state: EngineState): void };

/** A pool whose one job the test steers. */
class SteeredPool {
  job: { listeners: Listeners; end: PromiseWithResolvers<EngineOutcome> } | undefined;
  readonly started = Promise.withResolvers<void>();
  isFull = false;

  run(_request: unknown, signal: AbortSignal, listeners: Listeners): Promise<EngineOutcome> {
    const end = Promise.withResolvers<EngineOutcome>();
    signal.addEventListener('abort', () => end.reject(new Cancelled()), { once: true });
    this.job = { listeners, end };
    this.started.resolve();
    return end.promise;
  }

  admit(): void {
    if (this.isFull) throw new JoineryError('queue_full', '20 of your runs wait or go already.');
  }

  explain(): never {
    throw new Error('not steered');
  }
}

let folder: string;
let history: HistoryService;
let pool: SteeredPool;
let runs: RunService;
let stored: number;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-runs-'));
  history = await openHistory({ dataDir: folder });
  pool = new SteeredPool();
  stored = 0;
  runs = createRunService({
    pool,
    history,
    resultPath: (id) => path.join(folder, 'results', id),
    onStored: () => (stored += 1),
    log: quiet,
  });
});

afterEach(async () => {
  await runs.close();
  await history.close();
  await rm(folder, { recursive: true, force: true });
});

async function started(): Promise<{ run: Run; job: NonNullable<SteeredPool['job']> }> {
  const run = await runs.start(request);
  await pool.started.promise;
  if (pool.job === undefined) throw new Error('no job');
  return { run, job: pool.job };
}

async function framesOf(runId: string): Promise<Run[]> {
  const frames: Run[] = [];
  for await (const { run } of runs.watch(runId, new AbortController().signal)) frames.push(run);
  return frames;
}

describe('a run', () => {
  it('is in history before its start is answered', async () => {
    const { run } = await started();
    expect(await history.run(run.id)).toMatchObject({ status: 'queued', text: 'SELECT n', rowLimit: 3 });
  });

  it('that is refused because others wait is never written', async () => {
    pool.isFull = true;
    await expect(runs.start(request)).rejects.toMatchObject({ code: 'queue_full' });
    expect((await history.runs({ limit: 10 })).runs).toEqual([]);
    expect(pool.job).toBeUndefined();
  });

  it('begins while history writes, and is stopped where that fails', async () => {
    const writing = Promise.withResolvers<void>();
    const failing = createRunService({
      pool,
      history: { ...history, insertRun: () => writing.promise },
      resultPath: (id) => path.join(folder, 'results', id),
      onStored: () => (stored += 1),
      log: quiet,
    });
    const answer = failing.start(request);
    await pool.started.promise;
    writing.reject(new Error('the disk is full'));
    await expect(answer).rejects.toThrow('the disk is full');
    await expect(pool.job?.end.promise).rejects.toBeInstanceOf(Cancelled);
    await failing.close();
  });

  it('does not end before it began where the clock is set back meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const { run, job } = await started();
      vi.setSystemTime(Date.parse(run.startedAt) - 2 * 86_400_000);
      const frames = framesOf(run.id);
      job.end.resolve(outcome);
      const ended = (await frames).at(-1);
      expect(Date.parse(ended?.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(run.startedAt));
    } finally {
      vi.useRealTimers();
    }
  });

  it('is told to watchers from queue to end, and kept', async () => {
    const { run, job } = await started();
    const frames = framesOf(run.id);
    job.listeners.onPosition(2);
    job.listeners.onStart();
    job.listeners.onState({ stage: 'running', fetches: [], columns: [], planMs: 1, executeMs: 0 });
    job.end.resolve(outcome);
    const seen = await frames;
    expect(seen[0]?.status).toBe('queued');
    expect(seen.at(-1)).toMatchObject({
      status: 'succeeded',
      rows: 3,
      truncated: true,
      hasResult: true,
      resultBytes: 12,
    });
    expect(seen.at(-1)?.queuePosition).toBeUndefined();
    expect(await history.run(run.id)).toMatchObject({ status: 'succeeded', rows: 3, columns: outcome.columns });
    expect(stored).toBe(1);
  });

  it('tells a late watcher its end', async () => {
    const { run, job } = await started();
    job.end.resolve(outcome);
    await framesOf(run.id);
    expect((await framesOf(run.id)).map(({ status }) => status)).toEqual(['succeeded']);
  });

  it('ends as cancelled when it is stopped, which is no error', async () => {
    const { run } = await started();
    expect(await runs.cancel(run.id)).toMatchObject({ status: 'cancelled', hasResult: false });
    expect((await history.run(run.id)).error).toBeUndefined();
    expect(await runs.cancel(run.id)).toMatchObject({ status: 'cancelled' });
  });

  it('keeps the error of a failure with its place', async () => {
    const { run, job } = await started();
    const position = { offset: 7, line: 1, column: 8, length: 1 };
    job.end.reject(new JoineryError('unknown_column', 'No column n.', { position, connection: 'shop' }));
    await framesOf(run.id);
    expect(await history.run(run.id)).toMatchObject({
      status: 'failed',
      error: { code: 'unknown_column', class: 'user', position, connection: 'shop' },
    });
    expect(stored).toBe(0);
  });

  it('hides what an unexpected fault says', async () => {
    const { run, job } = await started();
    job.end.reject(new Error('secret detail'));
    await framesOf(run.id);
    const kept = await history.run(run.id);
    expect(kept.error?.code).toBe('internal');
    expect(JSON.stringify(kept)).not.toContain('secret detail');
  });

  it('is stopped when the server closes', async () => {
    const { run } = await started();
    await runs.close();
    expect(await history.run(run.id)).toMatchObject({ status: 'cancelled' });
  });

  it('that nobody knows is not found', async () => {
    await expect(runs.get('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({ code: 'not_found' });
  });
});

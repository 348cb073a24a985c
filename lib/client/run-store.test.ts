import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Run, RunStatus } from '../contract/run.ts';
import { RunStore } from './run-store.ts';

const runWith = (status: RunStatus, rows = 0): Run => ({
  id: 'r1',
  text: 'SELECT 1',
  target: 'federated',
  rowLimit: 1000,
  pushdown: 'safe',
  status,
  startedAt: '2026-01-01T00:00:00.000Z',
  timings: { queueMs: 0, planMs: 0, executeMs: 0, totalMs: 0 },
  fetches: [],
  columns: [],
  rows,
  truncated: false,
  resultBytes: 0,
  peakMemoryBytes: 0,
  hasResult: false,
});

/** A body that gives the states of a run, cut in the middle of a line as networks do. */
const bodyOf = (...runs: Run[]): Response => {
  const bytes = new TextEncoder().encode(runs.map((run) => `${JSON.stringify({ type: 'run', run })}\n`).join(''));
  const half = Math.floor(bytes.length / 2);
  return new Response(
    new ReadableStream({
      start(controller) {
        controller.enqueue(bytes.slice(0, half));
        controller.enqueue(bytes.slice(half));
        controller.close();
      },
    }),
  );
};

const answers: Array<() => Promise<Response>> = [];
let asked = 0;

beforeEach(() => {
  vi.useFakeTimers();
  answers.length = 0;
  asked = 0;
  vi.stubGlobal('fetch', async () => {
    asked += 1;
    const answer = answers.shift();
    if (answer === undefined) throw new TypeError('fetch failed');
    return answer();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('RunStore', () => {
  it('follows a run to its end', async () => {
    answers.push(async () => bodyOf(runWith('running'), runWith('running', 5), runWith('succeeded', 9)));
    const ended = await new RunStore().whenEnded('r1');
    expect(ended).toMatchObject({ status: 'succeeded', rows: 9 });
    expect(asked).toBe(1);
  });

  it('reads on after the connection broke, and keeps what is known meanwhile', async () => {
    answers.push(
      async () => bodyOf(runWith('running', 5)),
      async () => Promise.reject(new TypeError('fetch failed')),
      async () => bodyOf(runWith('succeeded', 9)),
    );
    const store = new RunStore();
    const ended = store.whenEnded('r1');
    await vi.advanceTimersByTimeAsync(600);
    expect(store.get('r1')).toMatchObject({ run: { rows: 5 }, error: { class: 'internal' } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(await ended).toMatchObject({ rows: 9 });
    expect(store.get('r1').error).toBeUndefined();
  });

  it('gives up on a run that is not there', async () => {
    const error = { code: 'not_found', class: 'user', message: 'There is no such run.' };
    answers.push(async () => Response.json({ error }, { status: 404 }));
    await expect(new RunStore().whenEnded('r1')).rejects.toThrow('There is no such run.');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(asked).toBe(1);
  });

  it('never goes back from an ended state to an older one', () => {
    const store = new RunStore();
    store.put(runWith('cancelled'));
    store.put(runWith('running'));
    expect(store.get('r1').run?.status).toBe('cancelled');
  });
});

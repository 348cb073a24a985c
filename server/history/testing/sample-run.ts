import type { Fetch, Run } from '../../../lib/contract/run.ts';

/** A run that is going, for tests of whatever keeps or shows runs. */
export function sampleRun(id: string, changes: Partial<Run> = {}): Run {
  return {
    id,
    text: 'SELECT * FROM shop.orders',
    target: 'federated',
    rowLimit: 1000,
    pushdown: 'safe',
    status: 'running',
    startedAt: '2026-01-02T03:04:05.678Z',
    timings: { queueMs: 0.5, planMs: 1, executeMs: 0, totalMs: 1.5 },
    fetches: [],
    columns: [],
    rows: 0,
    truncated: false,
    resultBytes: 0,
    peakMemoryBytes: 0,
    hasResult: false,
    ...changes,
  };
}

export function sampleFetch(connection: string, changes: Partial<Fetch> = {}): Fetch {
  return {
    index: 0,
    connection,
    relation: 'public.orders',
    sql: 'COPY (SELECT 1) TO STDOUT',
    status: 'running',
    pushed: [],
    kept: [],
    rows: 10,
    bytes: 100,
    ms: 5,
    capped: false,
    ...changes,
  };
}

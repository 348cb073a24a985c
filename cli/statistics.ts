import type { EngineOutcome } from '../server/engine/engine.ts';

/** What `--stats` writes for one run. Times in milliseconds, sizes in bytes. */
export interface RunStatistics {
  readonly status: 'succeeded' | 'failed' | 'cancelled';
  readonly totalMs: number;
  readonly planMs: number;
  readonly executeMs: number;
  readonly fetches: readonly {
    readonly connection: string;
    readonly sql: string;
    readonly rows: number;
    readonly bytes: number;
    readonly ms: number;
    /** Until the first bytes, and from those to the last; neither for what is read in place. */
    readonly waitMs?: number | undefined;
    readonly transferMs?: number | undefined;
  }[];
  readonly rows: number;
  readonly truncated: boolean;
  readonly peakMemoryBytes: number;
}

export function runStatistics(status: RunStatistics['status'], outcome?: EngineOutcome): RunStatistics {
  return {
    status,
    totalMs: outcome?.timings.totalMs ?? 0,
    planMs: outcome?.timings.planMs ?? 0,
    executeMs: outcome?.timings.executeMs ?? 0,
    fetches:
      outcome?.fetches.map(({ connection, sql, rows, bytes, ms, waitMs, transferMs }) => ({
        connection,
        sql,
        rows,
        bytes,
        ms,
        waitMs,
        transferMs,
      })) ?? [],
    rows: outcome?.rows ?? 0,
    truncated: outcome?.truncated ?? false,
    peakMemoryBytes: outcome?.peakMemoryBytes ?? process.memoryUsage.rss(),
  };
}

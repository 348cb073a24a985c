/**
 * Small questions to the sources: what the join X-ray and the suggestions measure with. A probe is one federated statement that goes the
 * engine's own way (so that filters, key lists and whole blocks run at the source); it is kept in no history and its rows come back at once.
 */
import { randomUUID } from 'node:crypto';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import type { JsonCell } from '../../lib/contract/result.ts';
import { FEDERATED, type Fetch, type ResultColumn } from '../../lib/contract/run.ts';
import type { EngineOutcome, EngineRequest } from '../engine/engine.ts';
import { JoineryError } from '../errors.ts';

/** Rows that one probe may bring back at most. */
export const MAX_PROBE_ROWS = 10_000;

/** A probe that has waited so long for its turn is given up. */
const MAX_QUEUE_MS = 30_000;

export interface ProbeOptions {
  /** Rows wanted at most (at most `MAX_PROBE_ROWS`); `isTruncated` says whether there were more. */
  readonly maxRows: number;
  /** Counted from when it leaves the queue; then it is ended at its sources and rejects with `source_timeout`. */
  readonly timeoutMs: number;
  /** Values of the placeholders in the statement. */
  readonly parameters?: readonly StatementParameter[] | undefined;
  /** An abort ends it at its sources; it then rejects with `Cancelled`. */
  readonly signal: AbortSignal;
}

export interface ProbeAnswer {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly JsonCell[])[];
  readonly isTruncated: boolean;
  /** What was sent to the sources: the cost of the probe. */
  readonly fetches: readonly Fetch[];
  readonly ms: number;
}

export interface Probes {
  /** Throws what a run of the same statement throws. */
  ask(sql: string, options: ProbeOptions): Promise<ProbeAnswer>;
}

interface Dependencies {
  /** `onStart` is called when the statement leaves the queue; an engine without a queue calls it at once. */
  readonly run: (request: EngineRequest, signal: AbortSignal, onStart: () => void) => Promise<EngineOutcome>;
}

export function createProbes({ run }: Dependencies): Probes {
  return {
    async ask(sql, { maxRows, timeoutMs, signal, parameters = [] }) {
      const runId = randomUUID();
      const rowLimit = Math.min(maxRows, MAX_PROBE_ROWS);
      const limit = new AbortController();
      let timer = setTimeout(() => limit.abort(), timeoutMs + MAX_QUEUE_MS);
      const startedMs = performance.now();
      try {
        const request: EngineRequest = {
          runId,
          text: sql,
          target: FEDERATED,
          rowLimit,
          pushdown: 'safe',
          parameters,
        };
        const outcome = await run(request, AbortSignal.any([signal, limit.signal]), () => {
          clearTimeout(timer);
          timer = setTimeout(() => limit.abort(), timeoutMs);
        });
        const { columns, truncated, fetches, inlineRows: rows = [] } = outcome;
        return { columns, rows, isTruncated: truncated, fetches, ms: performance.now() - startedMs };
      } catch (thrown) {
        if (limit.signal.aborted && !signal.aborted) {
          throw new JoineryError(
            'source_timeout',
            `The sources did not answer a small question within ${timeoutMs / 1000} seconds.`,
          );
        }
        throw thrown;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

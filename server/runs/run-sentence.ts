import type { Run } from '../../lib/contract/run.ts';

/** How a run ended, for the log. Holds nothing of its statement. */
export function sentence(run: Run): string {
  const seconds = (run.timings.totalMs / 1000).toFixed(2);
  const sources = new Set(run.fetches.map((fetch) => fetch.connection)).size;
  if (run.status === 'succeeded')
    return `A statement over ${sources} connection${sources === 1 ? '' : 's'} gave ${run.rows} rows in ${seconds} s`;
  if (run.status === 'cancelled') return `A statement was stopped after ${seconds} s`;
  return `A statement failed after ${seconds} s: ${run.error?.code ?? 'unknown'}`;
}

import { wholeResult } from '../../../lib/contract/result.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { ResultService } from '../../workbench.ts';

/** Counting takes no longer than this for all columns together: a description is wanted at once. */
const COUNT_TIMEOUT_MS = 5_000;

/** Shares of the rows of a stored result that are NULL, by column; without those whose rows are gone or that were not reached in time. */
export async function nullSharesOf(
  results: Pick<ResultService, 'summary'>,
  runId: string,
  columns: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const shares = new Map<number, number>();
  const signal = AbortSignal.timeout(COUNT_TIMEOUT_MS);
  try {
    for (const column of columns) {
      const { rows, nulls } = await results.summary(runId, column, wholeResult, signal);
      if (rows > 0) shares.set(column, nulls / rows);
    }
  } catch (thrown) {
    if (!(thrown instanceof JoineryError || thrown instanceof Cancelled)) throw thrown;
  }
  return shares;
}

import { wholeResult } from '../../../lib/contract/result.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { ResultService } from '../../workbench.ts';

/** Counting takes no longer than this: a description is wanted at once. */
const COUNT_TIMEOUT_MS = 5_000;

/** Share of the rows of a stored result that are NULL in a column; undefined where the rows are gone or counting takes too long. */
export async function nullShareOf(
  results: Pick<ResultService, 'summary'>,
  runId: string,
  column: number,
): Promise<number | undefined> {
  try {
    const { rows, nulls } = await results.summary(runId, column, wholeResult, AbortSignal.timeout(COUNT_TIMEOUT_MS));
    return rows === 0 ? undefined : nulls / rows;
  } catch (thrown) {
    if (thrown instanceof JoineryError || thrown instanceof Cancelled) return undefined;
    throw thrown;
  }
}

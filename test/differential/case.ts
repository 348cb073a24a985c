/** One statement, three ways. */

import type { Statement } from './generate/statement.ts';
import type { Harness } from './harness.ts';
import type { SeenFetch } from './observed.ts';
import { difference, type Outcome } from './outcome.ts';

export interface CaseResult {
  /** `same`: all agree. `refused`: a zero date ended the run that fetched it. `ambiguous`: DuckDB does not agree with itself when it does not optimize, so nothing can be said. */
  readonly verdict: 'same' | 'different' | 'ambiguous' | 'refused';
  /** How they differ, in words. */
  readonly reason?: string;
  readonly local: Outcome;
  readonly fetches: readonly SeenFetch[];
  readonly sent: readonly string[];
}

export async function runCase(harness: Harness, statement: Statement): Promise<CaseResult> {
  const local = await harness.oracle.run(statement.local);
  const safe = await harness.runEngine(statement.engine, 'safe');
  const off = await harness.runEngine(statement.engine, 'off');
  const rest = { local, fetches: safe.fetches, sent: safe.sent };
  if (isZeroDateRefusal(harness, off.outcome)) {
    // A filter at the source may leave the zero date out; then the answer must be right. But where a zero date is to be refused it is no NULL at
    // its source, though it is one in the oracle: whoever asks there for NULLs gets another answer, as documented.
    const reason =
      isZeroDateRefusal(harness, safe.outcome) || safe.fetches.some(asksForNullDates)
        ? undefined
        : named('pushdown on against local', difference(safe.outcome, local, statement.isOrdered));
    return reason === undefined ? { verdict: 'refused', ...rest } : { verdict: 'different', reason, ...rest };
  }
  const reason =
    named('pushdown on against local', difference(safe.outcome, local, statement.isOrdered)) ??
    named('pushdown off against local', difference(off.outcome, local, statement.isOrdered)) ??
    internalFault(safe.outcome) ??
    internalFault(off.outcome);
  if (reason === undefined) return { verdict: 'same', ...rest };
  const plain = await harness.oracle.run(statement.local, true);
  const isDecided = difference(local, plain, statement.isOrdered) === undefined;
  return { verdict: isDecided ? 'different' : 'ambiguous', reason, ...rest };
}

const isZeroDateRefusal = (harness: Harness, outcome: Outcome): boolean =>
  harness.schema.world.zeroDates === 'refuse' &&
  outcome.kind === 'error' &&
  outcome.code === 'source_value' &&
  outcome.message.includes('0000-00-00');

/** Whether a filter at MySQL or MariaDB asks which dates are NULL. */
function asksForNullDates({ source, request, block }: SeenFetch): boolean {
  if (source !== 'my') return false;
  const tables = request.kind === 'table' ? [request.table] : (block?.sources.map(({ table }) => table) ?? []);
  const dated = new Set(
    tables.flatMap(({ columns }) =>
      columns.filter(({ type }) => /^(DATE|TIMESTAMP)/.test(type)).map(({ name }) => name),
    ),
  );
  const asks = (part: unknown): boolean => {
    if (typeof part !== 'object' || part === null) return false;
    if ('kind' in part && (part.kind === 'isNull' || part.kind === 'isNotNull') && 'column' in part)
      return typeof part.column !== 'string' || dated.has(part.column);
    return Object.values(part).some(asks);
  };
  return asks(request.kind === 'table' ? request.filters : block);
}

const named = (pair: string, found: string | undefined): string | undefined =>
  found === undefined ? undefined : `${pair}: ${found}`;

const internalFault = (outcome: Outcome): string | undefined =>
  outcome.kind === 'error' && outcome.errorClass === 'internal' ? `internal error: ${outcome.message}` : undefined;

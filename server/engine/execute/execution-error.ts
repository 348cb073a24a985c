/** Errors of the executing DuckDB: its words about staged streams are turned into the source's table and column. */
import { JoineryError } from '../../errors.ts';
import type { OpenFetch } from '../fetch/open-fetch.ts';
import { UNFETCHED_MARK } from '../fetch/staging.ts';
import { fromDuckDBError } from '../parse/duckdb-error.ts';
import { relationColumns } from '../plan/scan.ts';

/** The plan promised that something is not read, and it was: the run is made again with everything fetched. Never leaves the engine. */
export class NotFetchedError extends Error {}

export function translateExecutionError(thrown: unknown, fetches: readonly OpenFetch[]): Error {
  if (thrown instanceof JoineryError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (message.includes(UNFETCHED_MARK)) return new NotFetchedError(message);
  const staged = /CSV Error/i.test(message) ? /\b(s\d+)c(\d+)\b/.exec(message) : null;
  const fetch = staged === null ? undefined : fetches.find(({ plan }) => plan.needs.scan === staged[1]);
  if (fetch === undefined) return fromDuckDBError(thrown, undefined);
  const column = relationColumns(fetch.plan.needs.relation)[Number(staged?.[2])];
  return new JoineryError(
    'source_value',
    `A value of ${fetch.plan.relationName}.${column?.name ?? '?'} does not fit ${column?.type ?? 'its type'}.`,
    {
      connection: fetch.plan.connection,
      hint: `The source calls the column ${column?.sourceType ?? 'something else'}. Refresh the metadata, or read it as text with native().`,
      cause: thrown,
    },
  );
}

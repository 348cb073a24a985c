/** What a statement gave, in a form that can be compared: names, types and every value as DuckDB's own text. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { JoineryError } from '../../server/errors.ts';

export type Outcome =
  | {
      readonly kind: 'rows';
      readonly columns: readonly { readonly name: string; readonly type: string }[];
      readonly rows: readonly (readonly (string | null)[])[];
    }
  | { readonly kind: 'error'; readonly code: string; readonly errorClass: string; readonly message: string };

/** All rows of `relation`, whose columns are `c0`, `c1`, ..., in the order of its row ids. */
export async function readRows(
  connection: DuckDBConnection,
  relation: string,
  types: readonly string[],
): Promise<(string | null)[][]> {
  const texts = types.map((type, at) =>
    /^(FLOAT|DOUBLE)$/.test(type) ? `CAST(c${at} + 0.0 AS VARCHAR)` : `CAST(c${at} AS VARCHAR)`,
  );
  const reader = await connection.runAndReadAll(`SELECT ${texts.join(', ')} FROM ${relation} ORDER BY rowid`);
  return reader.getRows() as (string | null)[][];
}

/** An error of another make than ours: never right. */
const NO_CODE = 'not a JoineryError';

export function errorOutcome(thrown: unknown): Outcome {
  if (thrown instanceof JoineryError)
    return { kind: 'error', code: thrown.code, errorClass: thrown.class, message: thrown.message };
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return { kind: 'error', code: NO_CODE, errorClass: 'internal', message };
}

const inShort = (outcome: Outcome): string =>
  outcome.kind === 'rows' ? `${outcome.rows.length} rows` : `error ${outcome.code} (${outcome.message})`;

/** Undefined if both are the same; else how they differ, in words. */
export function difference(left: Outcome, right: Outcome, isOrdered: boolean): string | undefined {
  if (left.kind === 'error' || right.kind === 'error') {
    const isAlike =
      left.kind === 'error' && right.kind === 'error' && left.errorClass === right.errorClass && left.code !== NO_CODE;
    return isAlike ? undefined : `${inShort(left)} against ${inShort(right)}`;
  }
  const head = (outcome: typeof left): string => JSON.stringify(outcome.columns.map(({ name, type }) => [name, type]));
  if (head(left) !== head(right)) return `columns ${head(left)} against ${head(right)}`;
  const lines = (outcome: typeof left): string[] => {
    const texts = outcome.rows.map((row) => JSON.stringify(row));
    return isOrdered ? texts : texts.sort();
  };
  const [ours, theirs] = [lines(left), lines(right)];
  if (ours.length !== theirs.length) return `${ours.length} rows against ${theirs.length}`;
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  return at < 0 ? undefined : `row ${at}: ${ours[at]} against ${theirs[at]}`;
}

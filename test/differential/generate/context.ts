/** What the parts of the statement generator share. */
import type { Choices } from '../choices.ts';
import type { Family, PlacedTable, Schema } from '../schema.ts';

/** A column that an expression may name. */
export interface ScopeColumn {
  /** As the statement writes it: `r1."k"`. */
  readonly sql: string;
  /** Quoted name of its own, for USING and for results of subqueries. */
  readonly name: string;
  readonly type: string;
  readonly family: Family;
  /** Values that it is likely to have, so that constants meet some. */
  readonly values: readonly string[];
}

/** Text of a `native(...)` for the engine, and what stands for it in the oracle's statement. */
export interface Native {
  readonly engine: string;
  readonly local: string;
}

export interface Context {
  readonly choices: Choices;
  readonly schema: Schema;
  readonly natives: Native[];
  /** CTEs defined so far: name and columns. */
  readonly ctes: { readonly name: string; readonly columns: readonly ScopeColumn[] }[];
  /** Tables that the statement reads. */
  readonly used: Set<PlacedTable>;
  names: number;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A name that no other part of the statement has. */
export const freshName = (context: Context, prefix: string): string => `${prefix}${++context.names}`;

/** Columns of the scope by family; undefined if there is none. */
export function pickColumn(
  context: Context,
  scope: readonly ScopeColumn[],
  isFit: (column: ScopeColumn) => boolean = () => true,
): ScopeColumn | undefined {
  const fit = scope.filter(isFit);
  return fit.length === 0 ? undefined : context.choices.pick(fit);
}

const numbers: readonly Family[] = ['integer', 'decimal', 'float'];

/** Whether two columns compare without a cast that some value could fail. */
export function areComparable(left: ScopeColumn, right: ScopeColumn): boolean {
  if (left.family === right.family) return true;
  return numbers.includes(left.family) && numbers.includes(right.family);
}

/** `connection.table`, or with its schema. */
export function tableSql(context: Context, placed: PlacedTable): string {
  const { source, info, table } = placed;
  context.used.add(placed);
  const isQualified = table.isElsewhere || context.choices.chance(20);
  return isQualified ? `${source}.${quoted(info.schema)}.${quoted(info.name)}` : `${source}.${quoted(info.name)}`;
}

/**
 * Filters in the form in which the engine hands them to a dialect: read from DuckDB's own optimized plan (`server/engine/plan`), so types are
 * already settled and constants are already folded. Columns are those of one table.
 */

import type { TableInfo } from './connector.ts';

/** A constant of the plan. `type` is its DuckDB type; `value` its text as DuckDB casts it to VARCHAR, or null. */
export interface Constant {
  readonly type: string;
  readonly value: string | null;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** One condition on one column (or two columns) of the table; the constant's type equals the column's after DuckDB's binder, or is given. */
export type Atom =
  | {
      readonly kind: 'comparison';
      readonly column: string;
      readonly operator: ComparisonOperator;
      readonly value: Constant;
    }
  | { readonly kind: 'columns'; readonly left: string; readonly operator: ComparisonOperator; readonly right: string }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly Constant[] }
  /** Both ends included. */
  | { readonly kind: 'between'; readonly column: string; readonly low: Constant; readonly high: Constant }
  | { readonly kind: 'isNull'; readonly column: string }
  | { readonly kind: 'isNotNull'; readonly column: string }
  /** Text that begins with `prefix`, case-sensitive. */
  | { readonly kind: 'prefix'; readonly column: string; readonly prefix: string };

export type Predicate =
  | Atom
  | { readonly kind: 'and'; readonly all: readonly Predicate[] }
  | { readonly kind: 'or'; readonly any: readonly Predicate[] }
  | { readonly kind: 'not'; readonly not: Predicate }
  | Like
  | Among
  | Lacking;

/** `fragments` joined by "any text": `['', 'green', '']` has green in it. Case-sensitive. Only where `Dialect.acceptsLike` says so. */
export interface Like {
  readonly kind: 'like';
  readonly column: string;
  readonly fragments: readonly string[];
}

/** `column` is among the values of `key` in those rows of another table of the same source that pass `filters`. Never below a NOT. */
export interface Among {
  readonly kind: 'among';
  readonly column: string;
  readonly table: TableInfo;
  readonly key: string;
  readonly filters: readonly Predicate[];
}

/** No row of another table of the same source that passes `filters` has a `key` equal to `column` of `owner`, the table filtered. Exact, as `filters` must be; a NULL has no equal. Only where `Dialect.findsLacking`. */
export interface Lacking {
  readonly kind: 'lacking';
  readonly owner: TableInfo;
  readonly column: string;
  readonly table: TableInfo;
  readonly key: string;
  readonly filters?: readonly Predicate[] | undefined;
}

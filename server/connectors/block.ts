/**
 * A query block in the form in which the engine hands it to a dialect: tables of one connection, joined, filtered, and perhaps aggregated. Names
 * are resolved and constants folded; types are those of DuckDB. The engine evaluates everything above the block itself, so a block needs no
 * expressions but keys and aggregates. What the source would not answer exactly as DuckDB does, the dialect refuses.
 */
import type { ColumnInfo, StagedColumn, TableInfo } from './connector.ts';
import type { Atom, ComparisonOperator, Constant } from './predicate.ts';

export interface BlockColumnRef {
  readonly kind: 'column';
  /** Position in `BlockQuery.sources`. */
  readonly source: number;
  readonly column: ColumnInfo;
}

/** Numbers computed from columns, for the argument of an aggregate. Only `+`, `-`, `*` of integers and decimals. */
export type BlockValue =
  | BlockColumnRef
  | { readonly kind: 'number'; readonly value: Constant }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*';
      readonly left: BlockValue;
      readonly right: BlockValue;
    }
  | {
      readonly kind: 'case';
      readonly when: BlockCondition;
      readonly value: BlockValue;
      readonly otherwise: BlockValue | undefined;
    };

/** In three-valued logic, as in SQL. */
export type BlockCondition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly BlockCondition[] }
  | { readonly kind: 'not'; readonly part: BlockCondition }
  /** A condition on one column of the table at `source`. */
  | { readonly kind: 'atom'; readonly source: number; readonly atom: Exclude<Atom, { kind: 'columns' }> }
  | {
      readonly kind: 'compare';
      readonly operator: ComparisonOperator;
      readonly left: BlockColumnRef;
      readonly right: BlockColumnRef;
    }
  /** `fragments` joined by "any text", as in LIKE: `['a', '']` begins with a. Case-sensitive. */
  | { readonly kind: 'like'; readonly column: BlockColumnRef; readonly fragments: readonly string[] };

export interface BlockSource {
  readonly table: TableInfo;
  /** How it is joined to all sources before it; absent for the first. No conditions = cross join. */
  readonly join?: { readonly kind: 'inner' | 'left'; readonly on: readonly BlockCondition[] } | undefined;
}

export interface BlockAggregate {
  readonly kind: 'aggregate';
  readonly name: 'countRows' | 'count' | 'countDistinct' | 'sum' | 'average' | 'min' | 'max';
  /** Absent for `countRows` only. */
  readonly argument?: BlockValue | undefined;
  /** Rows that count: FILTER (WHERE ...). */
  readonly filter?: BlockCondition | undefined;
}

export interface BlockOutput {
  readonly name: string;
  /** DuckDB type of the values, exactly as DuckDB would give it. */
  readonly type: string;
  readonly value: BlockColumnRef | BlockAggregate;
}

export interface BlockQuery {
  readonly sources: readonly BlockSource[];
  readonly where: readonly BlockCondition[];
  /** Whether rows are grouped by all column outputs (by nothing, if there are none: then there is exactly one row). */
  readonly isGrouped: boolean;
  readonly outputs: readonly BlockOutput[];
  /** Conditions on aggregates that may be left out: the engine applies them again. */
  readonly having: readonly {
    readonly output: number;
    readonly operator: ComparisonOperator;
    readonly value: Constant;
  }[];
  /** With `limit` only. */
  readonly orderBy: readonly {
    readonly output: number;
    readonly isDescending: boolean;
    readonly areNullsFirst: boolean;
  }[];
  readonly limit?: number | undefined;
}

/** A staged column, and what the source calls its type: drivers read the wire by it. */
export interface BlockColumn extends StagedColumn {
  readonly sourceType: string;
  /**
   * Of an aggregate: DuckDB SQL that makes one staged value of those of several parts of a group, as an aggregate over the quoted staged column. Absent for keys, and for
   * what cannot be put together from parts.
   */
  readonly merged?: string | undefined;
}

export interface BlockRange {
  readonly source: number;
  readonly condition: (alias: string) => string;
}

export interface RenderedBlock {
  readonly sql: string;
  readonly columns: readonly BlockColumn[];
}

/** How a driver's source answers whole blocks. Pure. Each driver keeps its own whitelist; what is not on it is refused. */
export interface BlockDialect {
  /**
   * `byKey`: the source joins row by row, so joins without a key on the joined table are slower there than here. `byIndex`: so too, and it
   * groups in the order of an index on the key where there is one, reading each row of the table through it.
   */
  readonly joins: 'any' | 'byKey' | 'byIndex';
  /**
   * The SQL whose answer is exactly DuckDB's, or why there is none, in a few words for explain and logs. `range` is for drivers: a further condition of their own
   * making on the table at `source`, whose alias it is given.
   */
  render(query: BlockQuery, range?: BlockRange): RenderedBlock | { readonly refused: string };
}

/**
 * The connector contract. A driver is one folder (`index, config, driver, introspect, dialect`) that implements `Driver`; the engine, the
 * catalog and the screens know only what stands here. One conformance suite (`conformance/`) proves each declaration both ways.
 *
 * Rules that hold for every driver:
 * - It never writes. Each session is read-only at the source, and each user statement is proven a single SELECT before it is sent.
 * - Values are exact or refused (`source_value`), never rounded, shifted or dropped.
 * - Each promise and stream takes an `AbortSignal`; an abort reaches the source's server and settles within a second with `Cancelled`.
 * - Errors are `JoineryError`s of class `source` (or `user` for a bad native statement, with its position) and name the connection.
 */
import type { z } from 'zod';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import type { SourceStatistics } from '../../lib/contract/run.ts';
import type { BlockColumn, BlockDialect, BlockQuery } from './block.ts';
import type { Atom, Predicate } from './predicate.ts';

/** Column of a source's table as introspection found it. */
export interface ColumnInfo {
  readonly name: string;
  /** Type in the source's words: `numeric(12,2)`. */
  readonly sourceType: string;
  /** DuckDB type that holds every value of it exactly: `DECIMAL(12,2)`. */
  readonly type: string;
  /** False only where every row surely holds a value: what counts such a column may count another one. Where in doubt, true. */
  readonly nullable: boolean;
  readonly comment?: string | undefined;
  /**
   * How the source compares its text: `binary` only if equality, order and grouping are those of the UTF-8 bytes (as DuckDB's). Absent
   * for types that are not text. Whitelists decide by it.
   */
  readonly collation?: 'binary' | 'other' | undefined;
}

export interface ForeignKey {
  readonly columns: readonly string[];
  readonly targetSchema: string;
  readonly targetTable: string;
  readonly targetColumns: readonly string[];
}

export interface TableInfo {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly comment?: string | undefined;
  /** The source's own guess; absent if it has none. */
  readonly rowEstimate?: number | undefined;
  readonly sizeBytes?: number | undefined;
  readonly columns: readonly ColumnInfo[];
  readonly primaryKey: readonly string[];
  /** Unique keys other than the primary one. */
  readonly uniqueKeys: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKey[];
}

export interface Introspection {
  /** What people call the source, with version: "PostgreSQL 18.4". */
  readonly serverLabel: string;
  readonly defaultSchema: string;
  readonly tables: readonly TableInfo[];
}

/** What "Test connection" tells. */
export interface ConnectionTest {
  readonly serverLabel: string;
  readonly roundTripMs: number;
  /**
   * Whether the account itself could write if Joinery let it, and how to make one that cannot: a sentence, and in the lines below it commands for an
   * administrator, to be copied.
   */
  readonly account: { readonly canWrite: boolean; readonly advice?: string };
}

/** Which rows and columns of one table a run needs. */
export interface TableRequest {
  readonly kind: 'table';
  readonly table: TableInfo;
  /** Columns wanted, in the order in which they shall arrive; empty = only the number of rows matters (one constant column may be sent). */
  readonly columns: readonly ColumnInfo[];
  /** Filters the source shall apply; every atom in them was accepted by `Dialect.accepts` before. All must hold (AND). */
  readonly filters: readonly Predicate[];
  /** Columns, read or not, on whose NOT NULL the answer rests: the fetch fails with `source_changed` where the table no longer promises it. Only for dialects that `checkNeverNull`. */
  readonly neverNull?: readonly ColumnInfo[] | undefined;
  /** Rows needed at most; only given where fewer rows cannot change the answer. */
  readonly limit?: number | undefined;
  /** Rows may come as a `packed` stream, where the driver knows how for all of `columns`. Default false. */
  readonly mayPack?: boolean | undefined;
}

/** A user's statement in the source's own dialect, already proven a single SELECT by `Session.describe`. */
export interface NativeRequest {
  readonly kind: 'native';
  readonly sql: string;
  /** Values of the placeholders `{{name}}` in `sql`: always bound, or written by the driver's own literal writer; never spliced as text. */
  readonly parameters?: readonly StatementParameter[] | undefined;
  readonly limit?: number | undefined;
}

/** A query block in the SQL that the driver's own `Dialect.block` wrote: trusted, not proven again. */
export interface BlockRequest {
  readonly kind: 'block';
  readonly sql: string;
  readonly columns: readonly BlockColumn[];
  /** What `sql` was written from, where it may be answered in parts (`block-parting.ts`). */
  readonly query?: BlockQuery | undefined;
  readonly limit?: undefined;
  /** As of a table. */
  readonly mayPack?: boolean | undefined;
}

export type FetchRequest = TableRequest | NativeRequest | BlockRequest;

/**
 * A column as it travels: as `stagedType` in the byte stream, and `expression` (DuckDB SQL over the quoted column `"name"`) makes the
 * final `type` of it. Absent expression = `"name"` itself. Example: bytea as hex text, then `unhex("payload")`.
 */
export interface StagedColumn {
  readonly name: string;
  readonly stagedType: string;
  readonly type: string;
  readonly expression?: string | undefined;
}

/** Begins the text of `error()` where what was fetched turns out not to be enough: the run is then made again with everything fetched. */
export const NOT_FETCHED_MARK = 'joinery: not fetched: ';

/** Begins the text of `error()` in a staged expression that refuses a value of the source. */
export const REFUSED_VALUE_MARK = 'joinery: value refused: ';

/**
 * Rows on their way, as bytes or in a relation. Whoever reads `bytes` owns the fetch, and closing the iterator (or the signal) ends it at the source. Chunks may be given back (`byte-pool.ts`)
 * when nothing of them is kept.
 * `csv`: comma-separated UTF-8, records end in `\n`, quote and escape `"`, NULL is an unquoted empty field and the empty
 * string is `""`, no header.
 * `packed`: each chunk is one batch of values (`packed-rows.ts`); columns have no expression.
 * `relation`: DuckDB reads the source itself through a table expression such as `read_parquet([...])` (only the files and DuckDB drivers);
 * `paths` are the files or folders it needs. `attach`: a DuckDB file that the engine attaches read-only under this catalog name, once per run, before
 * it closes itself; `relation` may name its tables.
 * An expression may refuse a value with `error()`, whose text then begins with `REFUSED_VALUE_MARK`: the rest is the message of a `source_value`.
 * Column names within one stream are unique (a native statement may repeat names: the connector makes them `name`, `name_2`, ...).
 */
export type FetchStream = ByteStream | RelationStream;

export interface ByteStream {
  readonly kind: 'csv' | 'packed';
  readonly sql: string;
  /** How it goes if not as it stands in `sql`: `as 8 ranges of pages over 2 connections`. */
  readonly sentAs?: string | undefined;
  readonly columns: readonly StagedColumn[];
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly rows: () => number | undefined;
  /** Only of a block with `query`: a group may come as several rows, to be made one by `BlockColumn.merged`; without keys there are several rows instead of one. */
  readonly isInParts?: boolean | undefined;
  /** The source's own figures of this query, asked for once after the last byte; absent where the source keeps none. Never fails a run. */
  readonly statistics?: (() => Promise<SourceStatistics | undefined>) | undefined;
}

export interface RelationStream {
  readonly kind: 'relation';
  readonly sql: string;
  readonly columns: readonly StagedColumn[];
  readonly relation: string;
  readonly paths: readonly string[];
  /** Rows that may be read of it; more fail the run with `fetch_limit`. Set by the limits of the connection's policy, never by a driver. */
  readonly maxRows?: number | undefined;
  readonly attach?: { readonly name: string; readonly path: string } | undefined;
}

/**
 * One run's hold on one source: read-only, and one snapshot for all of its fetches where `capabilities.snapshot` says so. Fetches of one
 * session may be asked for at the same time and may be read in any order without waiting for each other: the driver opens further
 * connections of the same snapshot where one is not enough. `close` gives everything back and ends what still runs.
 */
export interface Session {
  /** When the snapshot was taken. */
  readonly readAt: Date;
  fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream>;
  /**
   * Proves a native statement a single SELECT and tells its columns without running it. Refuses with `not_a_select`, `multiple_statements`
   * or `syntax_error` and the position in `sql`.
   */
  describe(
    sql: string,
    signal: AbortSignal,
    parameters?: readonly StatementParameter[],
  ): Promise<readonly ColumnInfo[]>;
  /**
   * Rows that the source's own planner expects of a native statement, which is proven as by `describe` and does not run. Undefined where it cannot tell; absent where the source
   * never can. Rejects only when `signal` aborts.
   */
  expectedRows?(
    sql: string,
    signal: AbortSignal,
    parameters?: readonly StatementParameter[],
  ): Promise<number | undefined>;
  close(): Promise<void>;
}

export interface Capabilities {
  /** All fetches of a session see one state of the data. Default of the suite: tested by writing in between. */
  readonly snapshot: boolean;
  /** An abort ends the query on the source's server (seen in its own process list). */
  readonly serverCancel: boolean;
  /** Native statements exist for this driver. */
  readonly native: boolean;
}

/** How the driver's source understands filters and names. Pure: no I/O. */
export interface Dialect {
  quoteIdentifier(name: string): string;
  /**
   * Whether the source, applying `atom`, keeps at least the rows that DuckDB would keep (`superset`), exactly those (`exact`), or
   * whether it must not be sent (`no`). AND, OR and NOT are taken apart by the engine; only atoms come here. A negated atom needs `exact`.
   */
  accepts(atom: Atom, table: TableInfo): 'exact' | 'superset' | 'no';
  /**
   * What the source finds true for exactly the rows for which DuckDB finds `atom` true, where `accepts` does not call the atom itself exact; false and NULL may be mistaken for each other, so it never stands
   * below a NOT. Rows that hold a value which a fetch would refuse are left out, or kept as blocks keep them. Default: none.
   */
  exactForm?(atom: Atom, table: TableInfo): Predicate | undefined;
  /** The SQL of a table request, with literals in place; also what explain and the ledger show. */
  selectSql(request: TableRequest): string;
  /** `accepts` for patterns. Default `no`. */
  acceptsLike?(column: ColumnInfo, fragments: readonly string[]): 'exact' | 'superset' | 'no';
  /**
   * Whether filters may be `among`: two columns that `accepts` lets be compared with `=` are then compared across tables. The keys that introspection tells must then be enforced by the source: a join by a
   * unique key may be left to it (decision 0013). Default false.
   */
  readonly readsInside?: boolean | undefined;
  /** The same for `lacking`, where `accepts` calls the comparison exact. Default false. */
  readonly findsLacking?: boolean | undefined;
  /**
   * Lists of integers in a table request without a limit may be of any length: the driver sends in several statements what is too long for one. Default false: then lists have at most 250,000
   * values and 4 million letters.
   */
  readonly takesLongLists?: boolean | undefined;
  /** `TableRequest.neverNull` is checked, in the snapshot of the rows. Default false: then no answer may rest on NOT NULL as the catalog was last read. */
  readonly checksNeverNull?: boolean | undefined;
  /** Whole query blocks; absent if the source is never given any. */
  readonly block?: BlockDialect | undefined;
}

/** An open connector: one configured connection of a driver. Owns its pool. */
export interface Connector {
  readonly id: string;
  readonly driver: string;
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
  test(signal: AbortSignal): Promise<ConnectionTest>;
  introspect(signal: AbortSignal): Promise<Introspection>;
  openSession(options: { readonly runId: string; readonly signal: AbortSignal }): Promise<Session>;
  close(): Promise<void>;
}

/** Everything a connector may know of its surroundings. */
export interface ConnectorContext {
  readonly id: string;
  /** Folder of config.yaml: relative paths start here. */
  readonly baseDir: string;
  readonly log: { debug(message: string): void; info(message: string): void; warn(message: string): void };
}

export interface Driver<Options = unknown> {
  readonly name: string;
  /** What people call it: "PostgreSQL". */
  readonly displayName: string;
  /** Options as config.yaml gives them, references resolved; field descriptions (`.describe`) feed the docs and the form. */
  readonly optionsSchema: z.ZodType<Options>;
  /** Names of options that hold secrets: redacted everywhere. */
  readonly secretOptions: readonly string[];
  /** Opens no connection yet. */
  create(options: Options, context: ConnectorContext): Connector;
}

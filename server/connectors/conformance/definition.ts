/** What a driver brings to be tested. Everything about the tests' data is said in the source's own words. */
import type { Capabilities, Connector } from '../connector.ts';
import type { Verdicts } from '../judge-atom.ts';
import type { BadInputProofs } from './bad-input.ts';

export interface ColumnSpec {
  readonly name: string;
  /** Type as the source writes it: `numeric(12,2)`. */
  readonly type: string;
  readonly notNull?: boolean;
  readonly comment?: string;
}

export interface TableSpec {
  readonly name: string;
  readonly comment?: string;
  readonly columns: readonly ColumnSpec[];
  readonly primaryKey?: readonly string[];
  readonly unique?: readonly string[];
  readonly foreignKey?: { readonly column: string; readonly targetTable: string; readonly targetColumn: string };
  /** Literals in the source's own SQL (a files driver may take them in its own way). */
  readonly rows: readonly (readonly string[])[];
}

/** A running source with an open connector on it. The tests make their own tables in it, each under a name of its own. */
export interface ConformanceSource {
  readonly connector: Connector;
  /** Schema in which `createTable` makes tables. */
  readonly schema: string;
  createTable(table: TableSpec): Promise<void>;
  dropTable(name: string): Promise<void>;
  addRow(table: string, literals: readonly string[]): Promise<void>;
  /** Makes a table of one column `id` of whole numbers from 1 to `count`. */
  createNumbers(table: string, count: number): Promise<void>;
  /** Everything an attack could have changed, as text that can be compared. */
  fingerprint(): Promise<string>;
  /** Texts of statements that the connector has running at the source right now. Given by drivers with `serverCancel`. */
  runningStatements?(): Promise<readonly string[]>;
  /** Connections that the connector holds at the source. Given where the source is a server. */
  openConnections?(): Promise<number>;
  /** Ends the connector's connections from the source's side. */
  killConnections?(): Promise<void>;
  /** A connector like the one tested, but with a wrong password / a port that nobody listens at. Given where the source is a server. */
  withWrongPassword?(): Connector;
  withWrongPort?(): Connector;
  /** For a database (catalog, dataset, file) that is not there, and with encryption to a server that offers none. */
  withUnknownDatabase?(): Connector;
  withTls?(): Connector;
  /** Closes the connector and stops the source. */
  close(): Promise<void>;
}

/** One value on its way from the source into DuckDB. */
export interface ValueCase {
  readonly type: string;
  /** Literal in the source's SQL; put into a column of `type`. */
  readonly literal: string;
  /** DuckDB type that introspection shall give the column. */
  readonly duckType: string;
  /** `CAST(value AS VARCHAR)` in DuckDB, null for NULL; or it must be refused with an error and never arrive changed. */
  readonly becomes: string | null | 'refused!';
}

/** A column for the filter tests: what it holds, what it is compared with, and what the dialect shall say to each kind of comparison. */
export interface FilterCase {
  readonly type: string;
  /** Values in the column, as literals of the source; NULL is added. Think of what makes the source differ from DuckDB. */
  readonly literals: readonly string[];
  /** Constants as the engine hands them over: DuckDB type, and text as DuckDB writes it. */
  readonly constantType: string;
  readonly constants: readonly string[];
  readonly verdicts: Verdicts;
}

export interface ConformanceDefinition {
  readonly capabilities: Capabilities;
  start(): Promise<ConformanceSource>;
  /** Types of the suite's own tables. `quoteText` writes a text literal. */
  readonly integerType: string;
  readonly textType: string;
  quoteText(text: string): string;
  /** What introspection can know of this kind of source. */
  readonly knows: {
    readonly comments: boolean;
    readonly keys: boolean;
    readonly notNull: boolean;
    readonly emptyText: boolean;
    /** What a row does not name is NULL, so a column that is gone is no change. */
    readonly absentIsNull?: boolean;
  };
  /** Names that tables and columns may have there, as wild as the source allows. */
  readonly identifiers: readonly string[];
  readonly values: readonly ValueCase[];
  /** How each kind of bad input is proven. */
  readonly badInput: BadInputProofs;
  /** A text of 100,000,000 letters, in the source's SQL, where the suite shall fetch one. */
  readonly hugeText?: { readonly type: string; readonly literal: string };
  /** Rows of a table that no buffer on the way holds whole. Default: 400,000; fewer where the source or its stand-in is slow. */
  readonly manyRows?: number;
  /** Columns of the widest table that the suite shall make: 10,000, or as many as the source takes. */
  readonly widestTable?: number;
  readonly filters: readonly FilterCase[];
  /** Native statements; given where `capabilities.native`. */
  readonly native?: {
    /** Gives two columns, both named `a`, and one row: 1 and 2. */
    readonly twoColumns: string;
    /** Statement with a mistake, and the 0-based offset at which it shall be marked. */
    readonly mistake: { readonly sql: string; readonly offset: number };
    /** Runs for minutes at the source if nobody stops it, without giving a row. */
    readonly endless: string;
    /** Each must be refused, before anything of it has run. */
    readonly attacks: readonly string[];
    /** Those of them that change no data and that the session itself lets pass: they wait, shout or look around, and only the proof stops them. */
    readonly onlyProof?: readonly string[];
  };
}

/** What the shadow knows: relations that a statement reads, and what its plan needs of each. */
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import type { ColumnOrigin } from '../../../lib/contract/run.ts';
import type { BlockQuery } from '../../connectors/block.ts';
import type { BlockRequest, ColumnInfo, TableInfo } from '../../connectors/connector.ts';
import type { Predicate } from '../../connectors/predicate.ts';

/** A relation of the statement after binding. Names are those that the statement's text resolves to. */
export type Relation =
  | {
      readonly kind: 'table';
      readonly connection: string;
      readonly table: TableInfo /** Written as `connection.table`, so found in the default schema. */;
      readonly viaDefaultSchema: boolean;
      /** One of several places of the statement that read the table, each with a view and a fetch of its own (`split-places.ts`). */
      readonly place?: number | undefined;
      /** Conditions that the statement no longer has, because its source gives only rows that pass them (`reduce/settle.ts`). */
      readonly settled?: Settled | undefined;
      /** Columns that the statement no longer counts, because they hold no NULL: the fetch checks it (`reduce/count-by-key.ts`). */
      readonly neverNull?: readonly ColumnInfo[] | undefined;
    }
  | {
      readonly kind: 'native';
      readonly connection: string;
      readonly sql: string;
      /** Values of the placeholders in `sql`. */
      readonly parameters?: readonly StatementParameter[] | undefined;
      readonly columns: readonly ColumnInfo[];
      /** What its source expects, where it says. */
      readonly rowEstimate?: number | undefined;
    }
  /** A query block of the statement that runs at its source; made by `route/`, never bound from the text. */
  | {
      readonly kind: 'block';
      /** Its view in `memory.main`, unique in the statement. */
      readonly name: string;
      readonly connection: string;
      /** For people: `block: orders, customers`. */
      readonly label: string;
      /** What the source does there, for people. */
      readonly steps: readonly string[];
      readonly request: BlockRequest;
      /** What `request` was written from. */
      readonly query?: BlockQuery | undefined;
      readonly columns: readonly ColumnInfo[];
      readonly rowEstimate: number;
    }
  | {
      readonly kind: 'result';
      readonly name: string;
      readonly columns: readonly ColumnInfo[];
      /** Where the stored columns come from, by position. */
      readonly origins: readonly (ColumnOrigin | undefined)[];
      readonly rows: number;
      /** What people call it. */
      readonly title?: string | undefined;
    };

export interface Settled {
  readonly filters: readonly Predicate[];
  /** The same, for people. */
  readonly texts: readonly string[];
}

export const relationColumns = (relation: Relation): readonly ColumnInfo[] =>
  relation.kind === 'table' ? relation.table.columns : relation.columns;

/** Name of a scan's column in plans: position, not name, so that plans can be read back without ambiguity. */
export const scanColumn = (scan: string, index: number): string => `${scan}c${index}`;

/** A filter over scan columns, by the names of the relation's columns. */
export const readableFilter = ({ scan, relation }: Pick<ScanNeeds, 'scan' | 'relation'>, text: string): string =>
  text.replaceAll(
    new RegExp(`\\b${scan}c(\\d+)\\b`, 'g'),
    (whole, index: string) => relationColumns(relation)[Number(index)]?.name ?? whole,
  );

/** Needs of one relation, over all places in the plan that read it. */
export interface ScanNeeds {
  /** Short name of the relation in plans: `s1`. */
  readonly scan: string;
  readonly relation: Relation;
  /** Positions of the columns read, ascending. Never empty: counting rows reads the first column. */
  readonly columns: readonly number[];
  /** Filter texts over scan columns, one list per place that reads the relation; a row is needed if all filters of any place hold. */
  readonly filters: readonly (readonly string[])[];
  readonly estimatedRows: number | undefined;
}

export interface ShadowPlan {
  readonly scans: readonly ScanNeeds[];
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly origin?: ColumnOrigin | undefined;
  }[];
  /** DuckDB's optimized plan, as an indented text with the columns' real names. */
  readonly planText: string;
  /** Rows that DuckDB expects of the whole statement; undefined if it has no idea. */
  readonly estimatedRows: number | undefined;
  /** Whether it may make many rows of few. */
  readonly multipliesRows: boolean;
  /** Whether it reads all rows of all relations, whatever they are. */
  readonly readsToEnd: boolean;
}

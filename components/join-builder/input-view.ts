import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { InputSource } from '../../lib/contract/join.ts';
import { shortType } from '../../lib/format/column-kind.ts';
import { inputLabel } from '../../lib/join/inputs.ts';

/** A column of an input as the builder shows it. */
export interface InputColumn {
  readonly name: string;
  /** DuckDB type. */
  readonly type: string;
  /** Type in the source's words. */
  readonly sourceType: string;
  readonly comment?: string | undefined;
  readonly isNullable: boolean;
  readonly isPrimaryKey: boolean;
  readonly isUnique: boolean;
  readonly references?: string | undefined;
}

/** A source that is no join of others. */
export type LeafSource = Exclude<InputSource, { kind: 'join' }>;

/** What is known of an input's source. */
export interface SourceFacts {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly columns: readonly InputColumn[];
  readonly rows?: { readonly value: number; readonly isExact: boolean } | undefined;
  readonly comment?: string | undefined;
  /** Of a table: its shortest name in SQL. */
  readonly sqlName?: string | undefined;
  readonly error?: ErrorShape | undefined;
}

/** An input with all that the screen says of it. */
export interface InputView extends SourceFacts {
  readonly alias: string;
  readonly source: InputSource;
  /** What it is, in words: `shop.public.orders`, `statement on shop`. */
  readonly label: string;
  /** Its connection, if it has one. */
  readonly connection: string | undefined;
  /** Origin colour 1 to 8. */
  readonly color: number | undefined;
  /** The configuration no longer has its connection. */
  readonly isConnectionMissing: boolean;
  readonly filterCount: number;
}

/** A column with the input that it belongs to. */
export interface ListedColumn {
  readonly input: InputView;
  readonly column: InputColumn;
}

/** Type of a column in few letters: `timestamptz`, `numeric(12,2)`. */
export const typeText = ({ sourceType }: Pick<InputColumn, 'sourceType'>): string =>
  shortType(sourceType.toUpperCase());

export const sourceLabel = (source: InputSource): string => {
  switch (source.kind) {
    case 'table':
      return `${source.connection}.${source.schema}.${source.table}`;
    case 'native':
      return `statement on ${source.connection}`;
    case 'result':
      return 'stored result';
    case 'join':
      return `join of ${source.join.inputs.map((input) => inputLabel(source.join, input)).join(', ')}`;
  }
};

/** The connection that an input's rows come from; undefined if it is more than one or none. */
export const connectionOfSource = (source: InputSource): string | undefined =>
  source.kind === 'table' || source.kind === 'native' ? source.connection : undefined;

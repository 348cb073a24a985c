/** A table with what its catalog says and what its sample shows. */
import type { TableReference } from '../../../../lib/contract/suggestion.ts';
import type { ForeignKey } from '../../../connectors/connector.ts';
import type { TableNames } from '../names/name-evidence.ts';
import type { ColumnProfile } from './column-profile.ts';

export interface TableProfile {
  readonly reference: TableReference;
  readonly names: TableNames;
  readonly columns: readonly ColumnProfile[];
  /** Columns of the declared primary key and unique keys. */
  readonly keys: readonly (readonly string[])[];
  /** Declared references to tables of the same connection. */
  readonly references: readonly ForeignKey[];
  /** Rows of the table: counted if `isWhole`, else the source's guess or what the sample had. */
  readonly rows: number | undefined;
  /** The sample was the whole table. */
  readonly isWhole: boolean;
  /** Sampled rows as text, one array a row, in the order of `columns` that have values; kept for composite keys. */
  readonly sample: readonly (readonly (string | null)[])[];
}

export const sameTable = (left: TableReference, right: TableReference): boolean =>
  left.connection === right.connection && left.schema === right.schema && left.table === right.table;

export const tableKey = ({ connection, schema, table }: TableReference): string =>
  JSON.stringify([connection, schema, table]);

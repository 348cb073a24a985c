/** How the recommender reads: four small questions, whatever the source. `probe-reader.ts` asks them of the engine. */
import type { JsonCell } from '../../../../lib/contract/result.ts';
import type { TableInfo } from '../../../connectors/connector.ts';

export interface TableRef {
  readonly connection: string;
  readonly info: TableInfo;
}

export interface ReadRows {
  readonly rows: readonly (readonly JsonCell[])[];
  /** There were no more than these. */
  readonly isWhole: boolean;
}

export interface TableReader {
  /** The first `limit` rows, these columns. `isPatient`: takes the time that a source needs which was just woken. */
  sample(table: TableRef, columns: readonly string[], limit: number, isPatient?: boolean): Promise<ReadRows>;
  /** Distinct values (or tuples) with the number of rows of each behind them; at most `limit`, in any order. */
  groups(table: TableRef, columns: readonly string[], limit: number): Promise<ReadRows>;
  /** The same for these values of one column only. */
  groupsOf(table: TableRef, column: string, values: readonly string[]): Promise<ReadRows>;
  /** One row for one column: all rows, rows with a value, the least and the greatest value. */
  extent(table: TableRef, column: string): Promise<ReadRows>;
  /** Whether a question beyond the sample would read more than is worth it, so that it is not asked. */
  isTooCostly(table: TableRef): boolean;
  /** What was asked so far. */
  readonly cost: { readonly queries: number; readonly rows: number };
}

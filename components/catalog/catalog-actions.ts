import type { CatalogColumn, CatalogTable, ConnectionSummary } from '../../lib/contract/catalog.ts';

/** What the browser asks of the workbench; names are written as the active tab's run target needs them. */
export interface CatalogActions {
  connectionName(connection: ConnectionSummary): string;
  tableName(table: CatalogTable): string;
  columnName(column: CatalogColumn, table: CatalogTable): string;
  /** Puts text at the editor's cursor. */
  insert(text: string): void;
  /** Puts a SELECT over the table behind the last statement. */
  insertSelect(table: CatalogTable): void;
  /** What `joinTable` does, in words: start a join with the table, or add it to the one that is shown. */
  readonly joinLabel: string;
  joinTable(table: CatalogTable): void;
  /** Opens the builder with a new join of these tables. */
  joinTables(tables: readonly CatalogTable[]): void;
  /** Enter and double click on a table join it instead of inserting its name. */
  readonly joinsByEnter: boolean;
  /** Adds the table to those that joins are suggested for. */
  suggestWith(table: CatalogTable): void;
  /** Asks which tables of all connections join to this one. */
  suggestPartners(table: CatalogTable): void;
  copy(text: string): void;
  refresh(connection: string): void;
}

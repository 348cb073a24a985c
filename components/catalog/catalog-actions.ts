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
  copy(text: string): void;
  refresh(connection: string): void;
}

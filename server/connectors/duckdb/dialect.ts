/** Table requests. No filter is ever sent: the engine's own DuckDB reads the file and filters while it does. */
import type { Dialect, TableRequest } from '../connector.ts';
import { quoteIdentifier, tableName } from './sql-text.ts';

export function selectSql({ table, columns, limit }: TableRequest): string {
  const list = columns.map((column) => quoteIdentifier(column.name)).join(', ') || '1';
  return `SELECT ${list} FROM ${tableName(table.schema, table.name)}${limit === undefined ? '' : ` LIMIT ${limit}`}`;
}

export const duckdbDialect: Dialect = { quoteIdentifier, accepts: () => 'no', selectSql };

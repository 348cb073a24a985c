/**
 * SQLite's SQL for table requests, and which filters may go there. SQLite compares by what is *stored*, not by what is declared; filters go only
 * where every value that Joinery accepts for the column compares as it does in DuckDB. A value that a fetch would refuse may be left
 * out by a filter, and is then not noticed (docs/connectors/sqlite.md).
 */
import type { Dialect, TableInfo, TableRequest } from '../connector.ts';
import type { Predicate } from '../predicate.ts';
import { type AtomParts, numberLiteral, quoted, renderFilters, standardString } from '../render-predicate.ts';
import { accepts, toDayRange } from './accepts.ts';

export const quoteIdentifier = (name: string): string => quoted(name, '"');

export function selectSql(request: TableRequest): string {
  const columns = request.columns.map((column) => quoteIdentifier(column.name)).join(', ') || '1';
  const filters = filterSql(request.table, request.filters);
  const where = filters === undefined ? '' : ` WHERE ${filters}`;
  const limit = request.limit === undefined ? '' : ` LIMIT ${request.limit}`;
  return `SELECT ${columns} FROM main.${quoteIdentifier(request.table.name)}${where}${limit}`;
}

/** The text after WHERE; undefined if nothing is to be filtered. */
export function filterSql(table: TableInfo, filters: readonly Predicate[]): string | undefined {
  return renderFilters(
    filters.map((filter) => toDayRange(filter, table)),
    partsFor(table),
  );
}

/** `qualifier` stands before each column's name: `"t0".`. */
export function partsFor(table: TableInfo, qualifier = ''): AtomParts {
  const collated = new Set(table.columns.filter((column) => column.collation === 'other').map((column) => column.name));
  return {
    column: (name) => `${qualifier}${quoteIdentifier(name)}${collated.has(name) ? ' COLLATE BINARY' : ''}`,
    literal: (value) => literalSql(value.type, value.value),
    prefix: (column, prefix) =>
      `${qualifier}${quoteIdentifier(column)} GLOB ${standardString(`${globEscape(prefix)}*`)}`,
  };
}

function literalSql(type: string, value: string): string {
  if (type === 'BOOLEAN') return value.toLowerCase() === 'true' ? '1' : '0';
  if (/^(VARCHAR|DATE)/.test(type)) return standardString(value);
  return numberLiteral(value);
}

export const globEscape = (text: string) => text.replace(/[*?[]/g, (letter) => `[${letter}]`);

export const sqliteDialect: Dialect = { quoteIdentifier, accepts, selectSql };

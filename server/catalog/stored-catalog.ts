/** What is known of one connection: the source's own words plus the descriptions that people wrote. */
import type { ColumnInfo, Introspection, TableInfo } from '../connectors/connector.ts';

export interface StoredColumn extends ColumnInfo {
  /** Written by people; goes before the source's `comment` wherever one of them is shown. */
  readonly description?: string | undefined;
  /** The source no longer has it; kept only for its description, and not shown. */
  readonly isMissing?: boolean | undefined;
}

export interface StoredTable extends TableInfo {
  readonly columns: readonly StoredColumn[];
  readonly description?: string | undefined;
  readonly isMissing?: boolean | undefined;
}

export interface StoredCatalog {
  readonly connection: string;
  readonly serverLabel: string;
  readonly defaultSchema: string;
  /** ISO time. */
  readonly introspectedAt: string;
  readonly tables: readonly StoredTable[];
}

/** Tables and columns by identity: no name can hold this. */
const SEPARATOR = '\u0000';
export const tableKey = (schema: string, name: string): string => `${schema}${SEPARATOR}${name}`;

/**
 * The new catalog: everything as the source tells it now, descriptions as they stood in `before`. Described tables and columns which the
 * source no longer shows are kept as missing, so that a lost privilege does not cost people their work.
 */
export function mergeIntrospection(
  connection: string,
  found: Introspection,
  introspectedAt: string,
  before: StoredCatalog | undefined,
): StoredCatalog {
  const earlier = new Map(before?.tables.map((table) => [tableKey(table.schema, table.name), table]));
  const tables: StoredTable[] = found.tables.map((table) => {
    const key = tableKey(table.schema, table.name);
    const known = earlier.get(key);
    earlier.delete(key);
    return known === undefined ? table : mergeTable(table, known);
  });
  for (const known of earlier.values()) {
    if (isDescribed(known)) tables.push({ ...known, isMissing: true });
  }
  const { serverLabel, defaultSchema } = found;
  return { connection, serverLabel, defaultSchema, introspectedAt, tables };
}

function mergeTable(table: TableInfo, known: StoredTable): StoredTable {
  const described = new Map(
    known.columns.filter(({ description }) => description !== undefined).map((column) => [column.name, column]),
  );
  const withDescription = (description: string | undefined): { description?: string } =>
    description === undefined ? {} : { description };
  if (described.size === 0) return { ...table, ...withDescription(known.description) };
  const columns: StoredColumn[] = table.columns.map((column) => {
    const description = described.get(column.name)?.description;
    described.delete(column.name);
    return { ...column, ...withDescription(description) };
  });
  for (const column of described.values()) columns.push({ ...column, isMissing: true });
  return { ...table, ...withDescription(known.description), columns };
}

function isDescribed(table: StoredTable): boolean {
  return table.description !== undefined || table.columns.some(({ description }) => description !== undefined);
}

/** Only what the source has now. */
export function presentTables(catalog: StoredCatalog): StoredTable[] {
  return catalog.tables
    .filter(({ isMissing }) => isMissing !== true)
    .map((table) =>
      table.columns.some(({ isMissing }) => isMissing)
        ? { ...table, columns: table.columns.filter(({ isMissing }) => isMissing !== true) }
        : table,
    );
}

/** The text shown for a table or column. */
export function shownComment(item: {
  description?: string | undefined;
  comment?: string | undefined;
}): string | undefined {
  return item.description ?? item.comment;
}

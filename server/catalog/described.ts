import type { StoredCatalog, StoredTable } from './stored-catalog.ts';

/** Texts that people keep of one table. */
export interface TableTexts {
  readonly description?: string | undefined;
  readonly columns: ReadonlyMap<string, string>;
}

/** Texts of one connection that go before its own comments. */
export interface Descriptions {
  of(schema: string, table: string): TableTexts | undefined;
}

/**
 * The catalog as it is shown and looked up: `comment` is what people wrote, in the dictionary or else in the metadata file, else the
 * source's own words.
 */
export function described(catalog: StoredCatalog, descriptions: Descriptions | undefined): StoredCatalog {
  return { ...catalog, tables: catalog.tables.map((table) => describedTable(table, descriptions)) };
}

function describedTable(table: StoredTable, descriptions: Descriptions | undefined): StoredTable {
  const texts = descriptions?.of(table.schema, table.name);
  const isWritten =
    table.description !== undefined || table.columns.some(({ description }) => description !== undefined);
  if (texts === undefined && !isWritten) return table;
  return {
    ...table,
    ...shown(texts?.description ?? table.description),
    columns: table.columns.map((column) => ({
      ...column,
      ...shown(texts?.columns.get(column.name) ?? column.description),
    })),
  };
}

const shown = (text: string | undefined): { description?: string; comment?: string } =>
  text === undefined ? {} : { description: text, comment: text };

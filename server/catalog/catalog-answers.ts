/** The catalog in the words of lib/contract/catalog.ts. */
import type { CatalogColumn, CatalogTable, ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { JoineryError } from '../errors.ts';
import { redactKnown } from '../secrets/known-secrets.ts';
import type { ConnectionCatalog } from './connection-catalog.ts';
import { type StoredColumn, type StoredTable, shownComment } from './stored-catalog.ts';
import type { TableIndex } from './table-index.ts';

export function connectionAnswer(
  connection: ConnectionCatalog,
  driverLabel: string,
  isFederatedOnly: boolean,
): ConnectionSummary {
  const { id, driver, color, mark } = connection.config;
  const known = connection.loaded?.tables;
  return {
    id,
    driver,
    driverLabel: known?.catalog.serverLabel ?? driverLabel,
    color,
    mark,
    status: connection.status,
    ...(connection.error === undefined ? {} : { error: errorAnswer(connection.error) }),
    tableCount: known?.tables.length ?? 0,
    ...(known === undefined ? {} : { introspectedAt: known.catalog.introspectedAt }),
    ...(connection.describedAt === undefined ? {} : { describedAt: connection.describedAt }),
    defaultSchema: known?.catalog.defaultSchema ?? '',
    ...(isFederatedOnly ? { isFederatedOnly } : {}),
  };
}

/** What a source says of itself is shown without the secrets that were sent to it. */
function errorAnswer(error: JoineryError): ErrorShape {
  const { message, hint, ...rest } = error.toShape();
  return { ...rest, message: redactKnown(message), ...(hint === undefined ? {} : { hint: redactKnown(hint) }) };
}

export function tableAnswer(index: TableIndex, table: StoredTable): CatalogTable {
  const comment = shownComment(table);
  return {
    connection: index.catalog.connection,
    schema: table.schema,
    name: table.name,
    kind: table.kind,
    ...(comment === undefined ? {} : { comment }),
    ...(table.rowEstimate === undefined ? {} : { rowEstimate: table.rowEstimate }),
    columnCount: table.columns.length,
    sqlName: index.sqlName(table),
  };
}

export function columnAnswer(table: StoredTable, column: StoredColumn): CatalogColumn {
  const { name, sourceType, type, nullable } = column;
  const comment = shownComment(column);
  const isOnly = (key: readonly string[]): boolean => key.length === 1 && key[0] === name;
  const references = referenceOf(table, name);
  return {
    name,
    sourceType,
    type,
    nullable,
    ...(comment === undefined ? {} : { comment }),
    isPrimaryKey: table.primaryKey.includes(name),
    isUnique: isOnly(table.primaryKey) || table.uniqueKeys.some(isOnly),
    ...(references === undefined ? {} : { references }),
  };
}

/** What a declared key of the column refers to: `schema.table.column`. */
export function referenceOf(table: StoredTable, column: string): string | undefined {
  for (const key of table.foreignKeys) {
    const target = key.targetColumns[key.columns.indexOf(column)];
    if (target !== undefined) return `${key.targetSchema}.${key.targetTable}.${target}`;
  }
  return undefined;
}

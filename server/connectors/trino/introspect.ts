/** The catalog in three queries, and one small one a table for row estimates where those are wanted. */
import type { ColumnInfo, Introspection, TableInfo } from '../connector.ts';
import { standardString } from '../render-predicate.ts';
import type { TrinoClient } from './client.ts';
import type { TrinoOptions } from './config.ts';
import { tableName } from './dialect.ts';
import { mapType } from './types.ts';

/** Tables of which statistics are asked for, and how many at a time. */
const MAX_ESTIMATED_TABLES = 300;
const ESTIMATES_AT_ONCE = 4;

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

export async function introspect(
  client: TrinoClient,
  options: TrinoOptions,
  signal: AbortSignal,
  warn: (message: string) => void,
): Promise<Introspection> {
  const catalog = standardString(options.catalog);
  const [version] = await client.rows('SELECT version()', signal);
  const relations = await client.rows(
    `SELECT table_schem, table_name, table_type FROM system.jdbc.tables WHERE table_cat = ${catalog} AND table_schem <> 'information_schema'`,
    signal,
  );
  const columns = await client.rows(
    `SELECT table_schem, table_name, column_name, type_name, is_nullable, remarks FROM system.jdbc.columns WHERE table_cat = ${catalog} AND table_schem <> 'information_schema' ORDER BY table_schem, table_name, ordinal_position`,
    signal,
  );
  const comments = await client
    .rows(
      `SELECT schema_name, table_name, comment FROM system.metadata.table_comments WHERE catalog_name = ${catalog} AND comment IS NOT NULL`,
      signal,
    )
    .catch((error: unknown) => {
      if (signal.aborted) throw error;
      warn('comments of tables cannot be read');
      return [];
    });
  const keyOf = (row: readonly unknown[]) => `${String(row[0])}\0${String(row[1])}`;
  const columnsOf = Map.groupBy(columns, keyOf);
  const commentOf = new Map(comments.map((row) => [keyOf(row), textOf(row[2])]));
  const tables = relations.map(
    (row): TableInfo => ({
      schema: String(row[0]),
      name: String(row[1]),
      kind: /VIEW/.test(String(row[2])) ? 'view' : 'table',
      comment: commentOf.get(keyOf(row)),
      columns: (columnsOf.get(keyOf(row)) ?? []).map(columnOf),
      primaryKey: [],
      uniqueKeys: [],
      foreignKeys: [],
    }),
  );
  return {
    serverLabel: `Trino ${String(version?.[0] ?? '')}`.trim(),
    defaultSchema: options.schema,
    tables: options.statistics ? await withEstimates(client, tables, signal) : tables,
  };
}

function columnOf([, , name, type, isNullable, remarks]: readonly unknown[]): ColumnInfo {
  const sourceType = String(type);
  const { duckType, class: typeClass } = mapType(sourceType);
  const isBinary = typeClass === 'text' || typeClass === 'opaque';
  return {
    name: String(name),
    sourceType,
    type: duckType,
    nullable: isNullable !== 'NO',
    comment: textOf(remarks),
    ...(duckType === 'VARCHAR' ? { collation: isBinary ? ('binary' as const) : ('other' as const) } : {}),
  };
}

async function withEstimates(
  client: TrinoClient,
  tables: readonly TableInfo[],
  signal: AbortSignal,
): Promise<readonly TableInfo[]> {
  const estimates = new Map<TableInfo, number>();
  const waiting = tables.filter(({ kind }) => kind === 'table').slice(0, MAX_ESTIMATED_TABLES);
  const work = async () => {
    for (let table = waiting.pop(); table !== undefined; table = waiting.pop()) {
      try {
        const stats = await client.rows(`SHOW STATS FOR ${tableName(table)}`, signal);
        // The row without a column's name is that of the table.
        const rowCount = stats.find(([column]) => column === null)?.[4];
        if (typeof rowCount === 'number' && Number.isFinite(rowCount)) estimates.set(table, Math.round(rowCount));
      } catch (error) {
        if (signal.aborted) throw error;
        // A table whose connector keeps no statistics, or that has gone meanwhile, has no estimate.
      }
    }
  };
  await Promise.all(Array.from({ length: ESTIMATES_AT_ONCE }, work));
  return tables.map((table) => {
    const rowEstimate = estimates.get(table);
    return rowEstimate === undefined ? table : { ...table, rowEstimate };
  });
}

/** The catalog of an open file, in four queries however many tables it has. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnInfo, ForeignKey, TableInfo } from '../connector.ts';
import { tableType } from './types.ts';

type Row = Readonly<Record<string, unknown>>;
const keyOf = (row: Row) => `${String(row.schema_name)}\0${String(row.table_name)}`;
const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const listOf = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

export async function readTables(duckdb: DuckDBConnection, catalog: string): Promise<TableInfo[]> {
  const query = async (sql: string): Promise<Row[]> =>
    (await duckdb.runAndReadAll(sql, { catalog })).getRowObjectsJson();
  const columns = Map.groupBy(
    await query(
      'SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() ' +
        'WHERE database_name = $catalog AND NOT internal ORDER BY schema_name, table_name, column_index',
    ),
    keyOf,
  );
  const constraints = Map.groupBy(
    await query(
      'SELECT schema_name, table_name, constraint_type, constraint_text, constraint_column_names, referenced_table, referenced_column_names ' +
        "FROM duckdb_constraints() WHERE database_name = $catalog AND constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY') ORDER BY constraint_index",
    ),
    keyOf,
  );
  const tables = await query(
    'SELECT schema_name, table_name, comment, estimated_size FROM duckdb_tables() WHERE database_name = $catalog AND NOT internal AND NOT temporary',
  );
  const views = await query(
    'SELECT schema_name, view_name AS table_name, comment FROM duckdb_views() WHERE database_name = $catalog AND NOT internal AND NOT temporary',
  );
  return [
    ...tables.map((row) => ({ row, kind: 'table' as const })),
    ...views.map((row) => ({ row, kind: 'view' as const })),
  ]
    .map(({ row, kind }) => tableOf(row, kind, columns.get(keyOf(row)) ?? [], constraints.get(keyOf(row)) ?? []))
    .toSorted((a, b) => (`${a.schema}\0${a.name}` < `${b.schema}\0${b.name}` ? -1 : 1));
}

function tableOf(row: Row, kind: 'table' | 'view', columns: readonly Row[], constraints: readonly Row[]): TableInfo {
  const schema = String(row.schema_name);
  const keys = (type: string) =>
    constraints.filter((one) => one.constraint_type === type).map((one) => listOf(one.constraint_column_names));
  return {
    schema,
    name: String(row.table_name),
    kind,
    comment: textOf(row.comment),
    ...(kind === 'table' && row.estimated_size !== null ? { rowEstimate: Number(row.estimated_size) } : {}),
    columns: columns.map(columnOf),
    primaryKey: keys('PRIMARY KEY')[0] ?? [],
    uniqueKeys: keys('UNIQUE'),
    foreignKeys: constraints
      .filter((one) => one.constraint_type === 'FOREIGN KEY')
      .map(
        (one): ForeignKey => ({
          columns: listOf(one.constraint_column_names),
          targetSchema: schema,
          targetTable: String(one.referenced_table),
          targetColumns: listOf(one.referenced_column_names),
        }),
      ),
  };
}

function columnOf(row: Row): ColumnInfo {
  const sourceType = String(row.data_type);
  const { type } = tableType(sourceType);
  return {
    name: String(row.column_name),
    sourceType,
    type,
    nullable: row.is_nullable === true,
    comment: textOf(row.comment),
    ...(type === 'VARCHAR' ? { collation: 'binary' as const } : {}),
  };
}

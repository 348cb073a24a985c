/** The catalog of a database: its INFORMATION_SCHEMA, and SHOW for the keys, which stand nowhere else. Five statements, however many tables there are. */
import { aboutTable, factAbout } from '../about-table.ts';
import type { ColumnInfo, ConnectorContext, ForeignKey, TableInfo } from '../connector.ts';
import type { QueryText } from './dialect.ts';
import { quoteIdentifier } from './literals.ts';
import { snowflakeType } from './types.ts';

type Row = Readonly<Record<string, string | null>>;
export type Ask = (query: QueryText) => Promise<readonly Row[]>;

export async function introspectTables(ask: Ask, database: string, context: ConnectorContext): Promise<TableInfo[]> {
  const name = quoteIdentifier(database);
  const from = (view: string, columns: string) => ({
    sql: `SELECT ${columns} FROM ${name}.INFORMATION_SCHEMA.${view} WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'`,
    binds: [],
  });
  const optional = async (what: string, query: QueryText): Promise<readonly Row[]> => {
    try {
      return await ask(query);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      context.log.warn(`${context.id}: the catalog goes without ${what}: ${why}`);
      return [];
    }
  };
  const [tables, columns, primaryKeys, uniqueKeys, foreignKeys] = await Promise.all([
    ask(from('TABLES', 'TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ROW_COUNT, BYTES, COMMENT, CLUSTERING_KEY')),
    ask(
      from(
        'COLUMNS',
        `TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, IS_NULLABLE, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE,
        DATETIME_PRECISION, COLLATION_NAME, COMMENT`,
      ),
    ),
    optional('primary keys', { sql: `SHOW PRIMARY KEYS IN DATABASE ${name}`, binds: [] }),
    optional('unique keys', { sql: `SHOW UNIQUE KEYS IN DATABASE ${name}`, binds: [] }),
    optional('foreign keys', { sql: `SHOW IMPORTED KEYS IN DATABASE ${name}`, binds: [] }),
  ]);
  const byTable = Map.groupBy(columns, (row) => keyOf(row.TABLE_SCHEMA, row.TABLE_NAME));
  const primary = keysOf(primaryKeys);
  const unique = keysOf(uniqueKeys);
  const foreign = foreignKeysOf(foreignKeys);
  return tables.flatMap((row): TableInfo[] => {
    const key = keyOf(row.TABLE_SCHEMA, row.TABLE_NAME);
    const own = (byTable.get(key) ?? []).toSorted(
      (one, other) => Number(one.ORDINAL_POSITION) - Number(other.ORDINAL_POSITION),
    );
    if (row.TABLE_SCHEMA == null || row.TABLE_NAME == null || own.length === 0) return [];
    const isView = /VIEW/i.test(row.TABLE_TYPE ?? '');
    const comment = tableComment(row);
    return [
      {
        schema: row.TABLE_SCHEMA,
        name: row.TABLE_NAME,
        kind: isView ? 'view' : 'table',
        columns: own.map(columnInfo),
        primaryKey: primary.get(key)?.[0] ?? [],
        uniqueKeys: unique.get(key) ?? [],
        foreignKeys: foreign.get(key) ?? [],
        ...(comment === undefined ? {} : { comment }),
        ...(isView || row.ROW_COUNT == null ? {} : { rowEstimate: Number(row.ROW_COUNT) }),
        ...(isView || row.BYTES == null ? {} : { sizeBytes: Number(row.BYTES) }),
      },
    ];
  });
}

const keyOf = (schema: string | null | undefined, table: string | null | undefined): string =>
  JSON.stringify([schema, table]);

/** A clustering key is told as `LINEAR(day)`. */
const tableComment = (row: Row): string | undefined =>
  aboutTable(row.COMMENT, factAbout('Clustered', row.CLUSTERING_KEY?.replace(/^LINEAR\((.*)\)$/, '$1')));

function columnInfo(row: Row): ColumnInfo {
  const sourceType = sourceTypeOf(row);
  const type = snowflakeType(sourceType);
  const { COMMENT: comment, COLLATION_NAME: collation } = row;
  return {
    name: row.COLUMN_NAME ?? '',
    sourceType,
    type: type.duckType,
    nullable: row.IS_NULLABLE !== 'NO',
    ...(comment == null || comment === '' ? {} : { comment }),
    ...(type.class === 'text'
      ? { collation: collation == null || collation === '' ? ('binary' as const) : ('other' as const) }
      : {}),
  };
}

function sourceTypeOf(row: Row): string {
  const name = (row.DATA_TYPE ?? '').toUpperCase();
  if (name === 'NUMBER') return `NUMBER(${row.NUMERIC_PRECISION ?? 38},${row.NUMERIC_SCALE ?? 0})`;
  if (name === 'TEXT' || name === 'VARCHAR')
    return row.CHARACTER_MAXIMUM_LENGTH == null ? 'VARCHAR' : `VARCHAR(${row.CHARACTER_MAXIMUM_LENGTH})`;
  if (/^TIME/.test(name)) return row.DATETIME_PRECISION == null ? name : `${name}(${row.DATETIME_PRECISION})`;
  return name;
}

/** Columns of each key of each table, in their order. */
function keysOf(rows: readonly Row[]): Map<string, string[][]> {
  const keys = new Map<string, string[][]>();
  for (const [table, parts] of Map.groupBy(rows, (row) => keyOf(row.SCHEMA_NAME, row.TABLE_NAME))) {
    const byName = Map.groupBy(parts, (row) => row.CONSTRAINT_NAME ?? '');
    keys.set(
      table,
      [...byName.values()].map((list) => list.toSorted(bySequence).map((row) => row.COLUMN_NAME ?? '')),
    );
  }
  return keys;
}

const bySequence = (one: Row, other: Row): number => Number(one.KEY_SEQUENCE) - Number(other.KEY_SEQUENCE);

function foreignKeysOf(rows: readonly Row[]): Map<string, ForeignKey[]> {
  const keys = new Map<string, ForeignKey[]>();
  for (const [table, parts] of Map.groupBy(rows, (row) => keyOf(row.FK_SCHEMA_NAME, row.FK_TABLE_NAME))) {
    const byName = Map.groupBy(parts, (row) => row.FK_NAME ?? '');
    keys.set(
      table,
      [...byName.values()].map((list) => {
        const ordered = list.toSorted(bySequence);
        return {
          columns: ordered.map((row) => row.FK_COLUMN_NAME ?? ''),
          targetSchema: ordered[0]?.PK_SCHEMA_NAME ?? '',
          targetTable: ordered[0]?.PK_TABLE_NAME ?? '',
          targetColumns: ordered.map((row) => row.PK_COLUMN_NAME ?? ''),
        };
      }),
    );
  }
  return keys;
}

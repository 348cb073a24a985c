/** The catalog of a server, from `information_schema`, in four queries for all schemas at once. */
import type { PoolConnection } from 'mysql2';
import { aboutTable, factAbout } from '../about-table.ts';
import type { ColumnInfo, ForeignKey, TableInfo } from '../connector.ts';
import { declaredType } from './answer.ts';
import { type Cell, queryRows } from './client.ts';
import { typeWithCharacterSet } from './column-types.ts';

const systemSchemas = "('mysql', 'information_schema', 'performance_schema', 'sys')";

const tablesSql = `SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_COMMENT, TABLE_ROWS, DATA_LENGTH + INDEX_LENGTH, CREATE_OPTIONS
  FROM information_schema.TABLES
  WHERE TABLE_SCHEMA NOT IN ${systemSchemas} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')
  ORDER BY TABLE_SCHEMA, TABLE_NAME`;

const columnsSql = `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_COMMENT, CHARACTER_SET_NAME, COLLATION_NAME
  FROM information_schema.COLUMNS WHERE TABLE_SCHEMA NOT IN ${systemSchemas}
  ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`;

/** A key over parts of texts or over expressions is left out: it says less than the columns would. */
const keysSql = `SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART
  FROM information_schema.STATISTICS WHERE NON_UNIQUE = 0 AND TABLE_SCHEMA NOT IN ${systemSchemas}
  ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`;

/** Key names are unique within a table in MariaDB and within a schema in MySQL. */
const foreignKeysSql = `SELECT TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME,
  REFERENCED_COLUMN_NAME
  FROM information_schema.KEY_COLUMN_USAGE WHERE REFERENCED_TABLE_NAME IS NOT NULL AND TABLE_SCHEMA NOT IN ${systemSchemas}
  ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION`;

/** Asked only where a table says that it is partitioned: older servers open every table for it. */
const partitionsSql = `SELECT DISTINCT TABLE_SCHEMA, TABLE_NAME, PARTITION_METHOD, PARTITION_EXPRESSION, SUBPARTITION_METHOD, SUBPARTITION_EXPRESSION
  FROM information_schema.PARTITIONS WHERE PARTITION_METHOD IS NOT NULL AND TABLE_SCHEMA NOT IN ${systemSchemas}`;

export async function introspectTables(connection: PoolConnection): Promise<TableInfo[]> {
  const tables = await queryRows(connection, tablesSql);
  const columns = byTable(await queryRows(connection, columnsSql));
  const keys = byTable(await queryRows(connection, keysSql));
  const foreignKeys = byTable(await queryRows(connection, foreignKeysSql));
  const isPartitioned = tables.some(([, , , , , , options]) => options?.includes('partitioned'));
  const partitions = isPartitioned ? byTable(await queryRows(connection, partitionsSql)) : undefined;
  return tables.flatMap((row): TableInfo[] => {
    const [schema, name, type, ownComment, rowEstimate, sizeBytes] = row;
    const key = tableKey(row);
    const tableColumns = (columns.get(key) ?? []).map(columnInfo);
    // A view over a table that is gone has no columns: it cannot be read.
    if (schema == null || name == null || tableColumns.length === 0) return [];
    const isView = type === 'VIEW';
    // The comment of every view is "VIEW".
    const comment = isView ? undefined : aboutTable(ownComment, ...partitioning(partitions?.get(key)?.[0] ?? []));
    const unique = uniqueKeys(keys.get(key) ?? []);
    return [
      {
        schema,
        name,
        kind: isView ? 'view' : 'table',
        columns: tableColumns,
        primaryKey: unique.get('PRIMARY') ?? [],
        uniqueKeys: [...unique].filter(([index]) => index !== 'PRIMARY').map(([, parts]) => parts),
        foreignKeys: foreignKeysOf(foreignKeys.get(key) ?? []),
        ...(comment === undefined ? {} : { comment }),
        ...(isView || rowEstimate == null ? {} : { rowEstimate: Number(rowEstimate) }),
        ...(isView || sizeBytes == null ? {} : { sizeBytes: Number(sizeBytes) }),
      },
    ];
  });
}

/** `RANGE (year(day))` of a row of `partitionsSql`. */
function partitioning([, , method, expression, subMethod, subExpression]: readonly Cell[]): (string | undefined)[] {
  const by = (verb: string, how: Cell | undefined, what: Cell | undefined) =>
    factAbout(verb, how == null ? undefined : `${how} (${(what ?? '').replaceAll('`', '')})`);
  return [by('Partitioned', method, expression), by('Each partition divided', subMethod, subExpression)];
}

const tableKey = (row: readonly Cell[]) => JSON.stringify([row[0], row[1]]);

function byTable(rows: readonly Cell[][]): Map<string, Cell[][]> {
  return Map.groupBy(rows, tableKey);
}

function columnInfo(row: readonly Cell[]): ColumnInfo {
  const [, , name, columnType, isNullable, comment, characterSet, collation] = row;
  const sourceType = typeWithCharacterSet(columnType ?? '', characterSet ?? null);
  const base = { name: name ?? '', sourceType, type: '', nullable: isNullable !== 'NO' };
  const { type, valueClass } = declaredType(base);
  const isText = valueClass === 'text' || valueClass === 'enum' || valueClass === 'set';
  return {
    ...base,
    type,
    ...(comment == null || comment === '' ? {} : { comment }),
    ...(isText
      ? { collation: isByteOrder(sourceType, collation ?? '') ? ('binary' as const) : ('other' as const) }
      : {}),
  };
}

/**
 * Only these compare the bytes and nothing else: `utf8mb4_bin` and the like ignore trailing blanks. CHAR drops trailing blanks when it is
 * stored; enumerations order by position.
 */
function isByteOrder(sourceType: string, collation: string): boolean {
  return (
    /^(?:varchar|\w*text)/i.test(sourceType) &&
    /^(?:utf8mb4_0900_bin|(?:utf8mb4|utf8mb3|utf8)_nopad_bin)$/.test(collation)
  );
}

function uniqueKeys(rows: readonly Cell[][]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const [index, parts] of Map.groupBy(rows, (row) => row[2] ?? '')) {
    if (parts.some((part) => part[3] == null || part[4] != null)) continue;
    keys.set(
      index,
      parts.map((part) => part[3] ?? ''),
    );
  }
  return keys;
}

function foreignKeysOf(rows: readonly Cell[][]): ForeignKey[] {
  return [...Map.groupBy(rows, (row) => row[2] ?? '').values()].map((parts) => ({
    columns: parts.map((part) => part[3] ?? ''),
    targetSchema: parts[0]?.[4] ?? '',
    targetTable: parts[0]?.[5] ?? '',
    targetColumns: parts.map((part) => part[6] ?? ''),
  }));
}

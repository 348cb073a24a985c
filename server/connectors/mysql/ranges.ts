/**
 * Large tables are read by ranges of their primary key over several connections: docs/decisions/0010. MySQL has no snapshot that connections share, so
 * this is done only where the server itself says that no transaction has changed the table between the first snapshot and the last.
 */
import type { PoolConnection } from 'mysql2';
import type { ColumnInfo, TableRequest } from '../connector.ts';
import type { Atom, Predicate } from '../predicate.ts';
import { shortenKeys } from '../shorten-keys.ts';
import { declaredType } from './answer.ts';
import { queryRows, type ServerVersion } from './client.ts';
import { selectSql } from './dialect.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';

/** Rows that a scan must read before a second connection pays for being opened. */
const MIN_ROWS = 250_000;
/** More ranges than connections: keys are rarely spread evenly, and who is done early takes the next. */
const RANGES_PER_CONNECTION = 4;

/** The column whose ranges could split the fetch; undefined if it must go in one piece. */
export function rangeColumn(request: TableRequest): ColumnInfo | undefined {
  const { table, limit } = request;
  if (limit !== undefined || table.kind !== 'table' || (table.rowEstimate ?? 0) < MIN_ROWS) return undefined;
  const column = table.columns.find(({ name }) => name === table.primaryKey[0]);
  return column !== undefined && declaredType(column).valueClass === 'integer' ? column : undefined;
}

/** Whether the server would read the table itself, row by row, and not a few rows of it or another index. */
export async function isScan(
  connection: PoolConnection,
  request: TableRequest,
  { isMariadb }: ServerVersion,
): Promise<boolean> {
  const filters = request.filters.map(shortenKeys);
  const rows = await queryRows(connection, `EXPLAIN ${selectSql({ ...request, filters })}`);
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) return false;
  // MySQL has a column `partitions` before the type.
  const at = isMariadb ? 3 : 4;
  const [type, , key] = row.slice(at);
  const estimate = Number(row[at + 5] ?? 0);
  return estimate >= MIN_ROWS && (type === 'ALL' || key === 'PRIMARY');
}

/** The statements that together send what `request` asks for; one alone if there is nothing to split. */
export async function rangeStatements(
  connection: PoolConnection,
  request: TableRequest,
  column: ColumnInfo,
  connections: number,
): Promise<string[]> {
  const key = quoteIdentifier(column.name);
  const from = `${quoteIdentifier(request.table.schema)}.${quoteIdentifier(request.table.name)}`;
  const [row] = await queryRows(connection, `SELECT MIN(${key}), MAX(${key}) FROM ${from}`);
  if (row?.[0] == null || row[1] == null) return [selectSql(request)];
  const { low, high } = narrowed(BigInt(row[0]), BigInt(row[1]), request.filters, column.name);
  const bounds = splitPoints(low, high, connections * RANGES_PER_CONNECTION);
  const atom = (operator: '>=' | '<', bound: bigint): Atom => ({
    kind: 'comparison',
    column: column.name,
    operator,
    value: { type: column.type, value: String(bound) },
  });
  // The ends are open: what lies outside of the bounds belongs to the first and the last.
  return [undefined, ...bounds].map((bound, index) => {
    const until = bounds[index];
    const range = [
      ...(bound === undefined ? [] : [atom('>=', bound)]),
      ...(until === undefined ? [] : [atom('<', until)]),
    ];
    return selectSql({ ...request, filters: [...range, ...request.filters] });
  });
}

/** Where a filter on the key itself bounds it, the ranges are those of what is left. */
function narrowed(low: bigint, high: bigint, filters: readonly Predicate[], name: string) {
  const range = { low, high };
  for (const filter of filters) {
    if (!('column' in filter) || filter.column !== name) continue;
    const isLower = filter.kind === 'comparison' && filter.operator.startsWith('>');
    const isUpper = filter.kind === 'comparison' && filter.operator.startsWith('<') && filter.operator !== '<>';
    const least = filter.kind === 'between' ? filter.low.value : isLower ? filter.value.value : undefined;
    const most = filter.kind === 'between' ? filter.high.value : isUpper ? filter.value.value : undefined;
    if (isInteger(least) && BigInt(least) > range.low) range.low = BigInt(least);
    if (isInteger(most) && BigInt(most) < range.high) range.high = BigInt(most);
  }
  return range;
}

const isInteger = (text: string | null | undefined): text is string => text != null && /^-?\d+$/.test(text);

/** Values that cut `low` to `high` into at most `count` parts of equal width. */
export function splitPoints(low: bigint, high: bigint, count: number): bigint[] {
  const width = high - low + 1n;
  const parts = BigInt(count);
  if (width < parts) return [];
  return Array.from({ length: count - 1 }, (_, index) => low + (width * BigInt(index + 1)) / parts);
}

/** The server's clock, before the first snapshot. */
export async function serverTime(connection: PoolConnection): Promise<string> {
  const [row] = await queryRows(connection, 'SELECT NOW()');
  return row?.[0] ?? '';
}

/**
 * Whether no transaction has changed the table since a second before `since`, so that all snapshots taken since show the same rows. InnoDB notes the
 * time of a commit for each table that it changed, but not for partitioned ones; other engines have no snapshots at all.
 */
export async function isUnchanged(
  connection: PoolConnection,
  { table }: TableRequest,
  since: string,
): Promise<boolean> {
  const [row] = await queryRows(
    connection,
    `SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${textLiteral(table.schema)} AND TABLE_NAME = ${textLiteral(table.name)}
      AND ENGINE = 'InnoDB' AND CREATE_OPTIONS NOT LIKE '%partitioned%'
      AND (UPDATE_TIME IS NULL OR UPDATE_TIME < ${textLiteral(since)} - INTERVAL 1 SECOND)`,
  );
  return row !== undefined;
}

/**
 * Large tables are read in parts over several connections, by ranges of a key or by the keys asked for: docs/decisions/0010. MySQL has no snapshot that connections share, so
 * this is done only where the server itself says that no transaction has changed the table between the first snapshot and the last.
 */
import type { PoolConnection } from 'mysql2';
import type { TableInfo } from '../connector.ts';
import type { Predicate } from '../predicate.ts';
import { SHOWN_KEYS } from '../shorten-keys.ts';
import { queryRows, type ServerVersion } from './client.ts';
import { type Divisible, type Division, type KeyDivision, MOST_LETTERS, type RangeDivision } from './divisible.ts';
import { partsOfKeys } from './key-parts.ts';
import { quoteIdentifier, textLiteral } from './literals.ts';

/** More parts than connections: keys are rarely spread evenly, and who is done early takes the next. */
const PARTS_PER_CONNECTION = 4;
/** Rows found by keys from which on that is done in parts, side by side in the primary key or anywhere: about 20 ms of MariaDB 10.11, four times what another connection costs. */
const MANY_FOUND = { inOrder: 25_000, anywhere: 6_000 } as const;

/**
 * How to cut: by the column in whose order the server would read the table from end to end anyway; by the keys that it would look up; by the keys of another table, which it would look up for
 * each row of that. Undefined where it would read a few rows, or a table again and again for the rows of another one.
 */
export async function divisionOf(
  connection: PoolConnection,
  request: Divisible,
  minRows: number,
  { isMariadb }: ServerVersion,
): Promise<Division | undefined> {
  const rows = await queryRows(connection, `EXPLAIN ${request.explained}`);
  // MySQL has a column `partitions` before the type.
  const at = isMariadb ? 3 : 4;

  const [first, ...others] = rows.map((row) => ({
    table: row[2],
    type: row[at],
    key: row[at + 2],
    estimate: Number(row[at + 5] ?? 0),
  }));
  if (first === undefined || others.some(({ type }) => type === 'ALL' || type === 'index')) return undefined;
  if (first.table !== request.alias) {
    const found = others.reduce((product, { estimate }) => product * estimate, first.estimate);
    return found < MANY_FOUND.anywhere ? undefined : request.byInner(first.table ?? '');
  }
  const isInOrder = first.type === 'ALL' || first.key === 'PRIMARY';
  const column = isInOrder
    ? request.table.primaryKey[0]
    : await indexColumn(connection, request.table, first.key ?? '', first.type === 'index');
  if (column === undefined) return undefined;
  // A whole index instead of the table: what is asked of it can be asked of its ranges.
  if (first.estimate >= minRows) return isInOrder || first.type === 'index' ? request.by(column) : undefined;
  const division = first.type === 'range' ? request.byKeys(column) : undefined;
  if (division === undefined) return undefined;
  const found = (first.estimate / SHOWN_KEYS) * division.keys.length;
  return found < MANY_FOUND[isInOrder ? 'inOrder' : 'anywhere'] ? undefined : division;
}

/** The column by which an index is sorted; `isWhole`: undefined if it may be NULL, which is in no range. */
async function indexColumn(
  connection: PoolConnection,
  { schema, name }: TableInfo,
  index: string,
  isWhole: boolean,
): Promise<string | undefined> {
  const [row] = await queryRows(
    connection,
    `SELECT COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = ${textLiteral(schema)} AND TABLE_NAME = ${textLiteral(name)}
      AND INDEX_NAME = ${textLiteral(index)} AND SEQ_IN_INDEX = 1${isWhole ? " AND NULLABLE <> 'YES'" : ''}`,
  );
  return row?.[0] ?? undefined;
}

/** The statements that together send what is asked for; one alone if there is nothing to split. */
export async function statementsOf(
  connection: PoolConnection,
  division: Division,
  connections: number,
): Promise<string[]> {
  const count = connections * PARTS_PER_CONNECTION;
  return division.kind === 'keys' ? keyStatements(division, count) : rangeStatements(connection, division, count);
}

/** At least `count` parts, if the list is long enough, and so many that none of the statements is too long. */
export function keyStatements(division: KeyDivision, count: number): string[] {
  const statements = partsOfKeys(division.keys, count).map((keys) => division.sql(keys));
  const isFitting = statements.every(({ length }) => length <= MOST_LETTERS) || statements.length < count;
  return isFitting ? statements : keyStatements(division, count * 2);
}

async function rangeStatements(
  connection: PoolConnection,
  { table, column, filters, sql }: RangeDivision,
  count: number,
): Promise<string[]> {
  const key = quoteIdentifier(column.name);
  const from = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
  const [row] = await queryRows(connection, `SELECT MIN(${key}), MAX(${key}) FROM ${from}`);
  if (row?.[0] == null || row[1] == null) return [];
  const { low, high } = narrowed(BigInt(row[0]), BigInt(row[1]), filters, column.name);
  const bounds = splitPoints(low, high, count);
  const value = (bound: bigint) => ({ type: column.type, value: String(bound) });
  // The ends are open: what lies outside of the bounds belongs to the first and the last.
  return [undefined, ...bounds].map((first, index): string => {
    const next = bounds[index];
    const shared = { column: column.name };
    if (first === undefined && next === undefined) return sql([]);
    if (next === undefined) return sql([{ kind: 'comparison', operator: '>=', value: value(first ?? low), ...shared }]);
    if (first === undefined) return sql([{ kind: 'comparison', operator: '<', value: value(next), ...shared }]);
    return sql([{ kind: 'between', low: value(first), high: value(next - 1n), ...shared }]);
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
 * Whether no transaction has changed the tables since a second before `since`, so that all snapshots taken since show the same rows. InnoDB notes the
 * time of a commit for each table that it changed, but not for partitioned ones; other engines have no snapshots at all.
 */
export async function areUnchanged(
  connection: PoolConnection,
  tables: readonly TableInfo[],
  since: string,
): Promise<boolean> {
  const names = [...new Set(tables.map(({ schema, name }) => `(${textLiteral(schema)}, ${textLiteral(name)})`))];
  const rows = await queryRows(
    connection,
    `SELECT 1 FROM information_schema.TABLES WHERE (TABLE_SCHEMA, TABLE_NAME) IN (${names.join(', ')})
      AND ENGINE = 'InnoDB' AND CREATE_OPTIONS NOT LIKE '%partitioned%'
      AND (UPDATE_TIME IS NULL OR UPDATE_TIME < ${textLiteral(since)} - INTERVAL 1 SECOND)`,
  );
  return rows.length === names.length;
}

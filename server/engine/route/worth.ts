/** Whether a block that may go to its source should. Time only: both ways give the same rows. Pure. */
import type { BlockCondition, BlockDialect, BlockQuery, BlockSource, BlockValue } from '../../connectors/block.ts';
import { estimateRows, isUnique } from '../reduce/estimate.ts';

export function isWorthIt(query: BlockQuery, dialect: BlockDialect): boolean {
  if (dialect.joins === 'any') return !isWide(query);
  return (
    query.sources.every((source, index) => index === 0 || isByKey(source, index, query.where)) &&
    !isHeavy(query, dialect)
  );
}

/** Below so many rows a join is quick anywhere. */
const WIDE_ROWS = 250_000;
/** Rows of a group from which fewer of them to send is worth their being joined and grouped there. */
const ROWS_OF_GROUP = 20;

/**
 * Whether a join gives almost as many groups as rows: a source that hashes does it on one core, in about 0.6 us a row more than sending the row takes, and two connections send side by side.
 * TPC-H Q13 at PostgreSQL 15 (150,000 groups of 1,500,000 rows): 1.6 s there, 0.4 s here.
 */
function isWide({ isGrouped, sources, outputs, where, having }: BlockQuery): boolean {
  if (!isGrouped || sources.length < 2 || having.length > 0) return false;
  const rows = sources.map(({ table }, index) => {
    const filters = where.flatMap((part) => (part.kind === 'atom' && part.source === index ? [part.atom] : []));
    return estimateRows(table, table.rowEstimate ?? 0, filters);
  });
  const groups = outputs.map(({ value }) => {
    const table = value.kind === 'column' ? sources[value.source]?.table : undefined;
    const isKey = value.kind === 'column' && table !== undefined && isUnique(table, value.column.name);
    return isKey ? (rows[value.source] ?? 0) : 0;
  });
  const largest = Math.max(...rows);
  return largest >= WIDE_ROWS && Math.max(0, ...groups) * ROWS_OF_GROUP > largest;
}

/** Whether the joined table is found by a key, so that a source that joins row by row need not read it again and again. */
function isByKey(source: BlockSource, index: number, where: readonly BlockCondition[]): boolean {
  const { table, join } = source;
  const leading = new Set(
    [table.primaryKey, ...table.uniqueKeys, ...table.foreignKeys.map(({ columns }) => columns)].map(([first]) => first),
  );
  return [...(join?.on ?? []), ...where].some((condition) => {
    if (condition.kind !== 'compare' || condition.operator !== '=') return false;
    const { left, right } = condition;
    const own = left.source === index ? left : right.source === index ? right : undefined;
    const other = own === left ? right : left;
    return own !== undefined && other.source < index && leading.has(own.column.name) && own.column.type !== 'VARCHAR';
  });
}

/**
 * What a row costs such a source, in units of 1/10 of sending one column of it: measured on MariaDB 11.4, 600,000 rows (two text keys 330 ms, a sum 60 ms, an
 * addition or product of decimals 60 ms, seven columns sent 1,000 ms).
 */
const cost = { textKey: 11, key: 5, sum: 4, average: 8, operation: 4, other: 1 } as const;
/** Below this many rows either way is quick, and fewer rows moved is the better end. */
const MANY_ROWS = 2_000_000;
const HEAVY = 1.25;

/** Whether a source that works on one core would compute longer than it would send the rows. */
function isHeavy(query: BlockQuery, dialect: BlockDialect): boolean {
  const rows = Math.max(...query.sources.map(({ table }) => table.rowEstimate ?? 0));
  if (rows < MANY_ROWS || !query.isGrouped) return false;
  const columns = new Set<string>();
  let units = 0;
  for (const { value, type } of query.outputs) {
    if (value.kind === 'column') {
      columns.add(`${value.source} ${value.column.name}`);
      units += type === 'VARCHAR' ? cost.textKey : cost.key;
    } else {
      units += value.name === 'sum' ? cost.sum : value.name === 'average' ? cost.average : cost.other;
      if (value.argument !== undefined) units += operations(value.argument, columns) * cost.operation;
    }
  }
  return (
    units > HEAVY * 10 * Math.max(1, columns.size) || (dialect.joins === 'byIndex' && walksIndex(query, columns.size))
  );
}

/**
 * MariaDB groups in the order of an index on the key where there is one, and read each row of the table through it: over millions of rows that takes minutes (TPC-H Q15 on
 * MariaDB 10.11 did not end in 20 s; sending the rows takes 2). Which columns have an index the catalog does not know; a key that is no text may have one. Not so if the index alone
 * answers, or if it is the order in which the rows lie.
 */
function walksIndex(query: BlockQuery, columnCount: number): boolean {
  if (columnCount === 1 && query.where.length === 0) return false;
  return query.outputs.some(
    ({ value, type }) =>
      value.kind === 'column' &&
      type !== 'VARCHAR' &&
      query.sources[value.source]?.table.primaryKey[0] !== value.column.name,
  );
}

/** Number of operations; adds the columns read to `columns`. */
function operations(value: BlockValue, columns: Set<string>): number {
  switch (value.kind) {
    case 'column':
      columns.add(`${value.source} ${value.column.name}`);
      return 0;
    case 'number':
      return 0;
    case 'arithmetic':
      return 1 + operations(value.left, columns) + operations(value.right, columns);
    case 'case':
      return 1 + operations(value.value, columns) + (value.otherwise ? operations(value.otherwise, columns) : 0);
  }
}

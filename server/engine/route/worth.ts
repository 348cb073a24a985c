/** Whether a block that may go to its source should. Time only: both ways give the same rows. Pure. */
import type { BlockCondition, BlockDialect, BlockQuery, BlockSource } from '../../connectors/block.ts';

export function isWorthIt(query: BlockQuery, dialect: BlockDialect): boolean {
  if (dialect.joins === 'any') return true;
  return query.sources.every((source, index) => index === 0 || isByKey(source, index, query.where));
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

/** What a block does at its source, in a few words for explain and the ledger. Pure. */
import type { BlockQuery } from '../../connectors/block.ts';

export function blockSteps(query: BlockQuery): string[] {
  const keys = query.outputs.flatMap(({ value }) => (value.kind === 'column' ? [value.column.name] : []));
  const aggregates = query.outputs.flatMap(({ value }) => {
    if (value.kind !== 'aggregate') return [];
    const of = value.argument?.kind === 'column' ? value.argument.column.name : '...';
    return [value.name === 'countRows' ? 'count(*)' : `${value.name}(${of})`];
  });
  return [
    ...query.sources.flatMap(({ table, join }) => (join === undefined ? [] : [`${join.kind} join ${table.name}`])),
    ...(query.where.length === 0 ? [] : [`${query.where.length} condition${query.where.length === 1 ? '' : 's'}`]),
    ...aggregates,
    ...(query.isGrouped && keys.length > 0 ? [`group by ${keys.join(', ')}`] : []),
    ...(query.having.length === 0 ? [] : ['having']),
    ...(query.orderBy.length === 0 ? [] : ['order by']),
    ...(query.limit === undefined ? [] : [`limit ${query.limit}`]),
  ];
}

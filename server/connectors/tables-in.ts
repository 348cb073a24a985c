import type { TableInfo } from './connector.ts';
import type { Predicate } from './predicate.ts';

/** Tables that subqueries of the filter read. */
export function tablesIn(filter: Predicate): readonly TableInfo[] {
  switch (filter.kind) {
    case 'among':
    case 'lacking':
      return [filter.table, ...(filter.filters ?? []).flatMap(tablesIn)];
    case 'and':
      return filter.all.flatMap(tablesIn);
    case 'or':
      return filter.any.flatMap(tablesIn);
    case 'not':
      return tablesIn(filter.not);
    default:
      return [];
  }
}

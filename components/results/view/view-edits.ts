import type { ResultFilter, ResultSort, ResultView } from '../../../lib/contract/result.ts';

export type Direction = ResultSort['direction'];

/** Sorts by one column, or with `add` by it behind the others; no direction takes it out. Its place among the keys stays. */
export function sortBy(view: ResultView, column: number, direction: Direction | undefined, add: boolean): ResultView {
  const nulls = view.sort.find((sort) => sort.column === column)?.nulls ?? 'last';
  const key: ResultSort[] = direction === undefined ? [] : [{ column, direction, nulls }];
  if (!add) return { ...view, sort: key };
  const at = view.sort.findIndex((sort) => sort.column === column);
  if (at < 0) return { ...view, sort: [...view.sort, ...key] };
  return { ...view, sort: [...view.sort.slice(0, at), ...key, ...view.sort.slice(at + 1)] };
}

/** Where a key puts rows without a value. */
export const placeNulls = (view: ResultView, column: number, nulls: ResultSort['nulls']): ResultView => ({
  ...view,
  sort: view.sort.map((sort) => (sort.column === column ? { ...sort, nulls } : sort)),
});

/** What the next click on a heading does: up, down, as stored. */
export function nextDirection(view: ResultView, column: number): Direction | undefined {
  const now = view.sort.find((sort) => sort.column === column)?.direction;
  return now === undefined ? 'asc' : now === 'asc' ? 'desc' : undefined;
}

/** Puts a filter in the place of the one at `at`, or behind the others. */
export function putFilter(view: ResultView, filter: ResultFilter, at?: number): ResultView {
  if (at === undefined) return { ...view, filters: [...view.filters, filter] };
  return { ...view, filters: view.filters.map((before, index) => (index === at ? filter : before)) };
}

/** Filters that a bar or value of the summary stands for, instead of those that the column had. */
export const refilter = (view: ResultView, column: number, filters: readonly ResultFilter[]): ResultView => ({
  ...view,
  filters: [...view.filters.filter((filter) => filter.column !== column), ...filters],
});

export const dropFilter = (view: ResultView, at: number): ResultView => ({
  ...view,
  filters: view.filters.filter((_, index) => index !== at),
});

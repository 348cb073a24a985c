import type { JsonCell } from '../../../lib/contract/result.ts';
import type { ColumnKind } from '../../../lib/format/column-kind.ts';

/** What the grid asks of those who hold the view; columns by position in the result. */
export interface ColumnActions {
  /** Up, down, as stored; `add` keeps the other keys. */
  toggleSort(column: number, add: boolean): void;
  /** No direction takes the column out of the keys. */
  sort(column: number, direction: 'asc' | 'desc' | undefined): void;
  /** Where rows without a value stand; for a column that is among the keys. */
  placeNulls(column: number, nulls: 'first' | 'last'): void;
  editFilter(column: number): void;
  /** Only rows with this value, or with `without` all others. */
  onlyValue(column: number, value: JsonCell, without: boolean): void;
  summarize(column: number): void;
}

/** Kinds whose cells are written otherwise than a filter's text: floats are rounded in no way that finds them again. */
const unlike: ReadonlySet<ColumnKind> = new Set(['blob', 'nested', 'other', 'interval']);

/** Whether a filter finds the rows of this very value. */
export const isFilterValue = (value: JsonCell, kind: ColumnKind): boolean =>
  value === null || (!unlike.has(kind) && typeof value !== 'object');

import type { InputView, ListedColumn } from './input-view.ts';

/** A row of a column list: a column, or the name of the input whose columns follow. */
export type ColumnRow =
  | ({ readonly kind: 'column' } & ListedColumn)
  | { readonly kind: 'group'; readonly input: InputView };

/** Columns under the name of their input, where there is more than one input. */
export function rowsOf(columns: readonly ListedColumn[]): ColumnRow[] {
  const isGrouped = new Set(columns.map(({ input }) => input.alias)).size > 1;
  const rows: ColumnRow[] = [];
  let group: string | undefined;
  for (const listed of columns) {
    if (isGrouped && listed.input.alias !== group) rows.push({ kind: 'group', input: listed.input });
    group = listed.input.alias;
    rows.push({ kind: 'column', ...listed });
  }
  return rows;
}

const page = 10;

/** Row that a key leads to; undefined if the key leads nowhere. A letter leads to the next name that begins with it. */
export function stepFrom(rows: readonly ColumnRow[], from: number, key: string): number | undefined {
  const isColumn = (index: number) => rows[index]?.kind === 'column';
  const seek = (start: number, step: 1 | -1): number | undefined => {
    for (let index = start; index >= 0 && index < rows.length; index += step) if (isColumn(index)) return index;
    return undefined;
  };
  switch (key) {
    case 'ArrowDown':
      return seek(from + 1, 1) ?? from;
    case 'ArrowUp':
      return seek(from - 1, -1) ?? from;
    case 'Home':
      return seek(0, 1);
    case 'End':
      return seek(rows.length - 1, -1);
    case 'PageDown':
      return seek(Math.min(rows.length - 1, from + page), -1);
    case 'PageUp':
      return seek(Math.max(0, from - page), 1);
  }
  if ([...key].length !== 1 || !/[\p{L}\p{N}_]/u.test(key)) return undefined;
  const places = rows.map((_, offset) => (from + 1 + offset) % rows.length);
  return places.find((index) => {
    const row = rows[index];
    return row?.kind === 'column' && row.column.name.toLowerCase().startsWith(key.toLowerCase());
  });
}

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

/** Row that a key leads to; undefined if the key leads nowhere. */
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
  return undefined;
}

/** Letters typed within this time of each other are the beginning of one name. */
const TOGETHER_MS = 700;

export interface Typed {
  readonly text: string;
  readonly atMs: number;
}

/** What has been typed of a name with this key; undefined if the key is none of a name. */
export function typedWith(key: string, atMs: number, before: Typed | undefined): Typed | undefined {
  if ([...key].length !== 1 || !/[\p{L}\p{N}_]/u.test(key)) return undefined;
  const goesOn = before !== undefined && atMs - before.atMs < TOGETHER_MS;
  return { text: `${goesOn ? before.text : ''}${key.toLowerCase()}`, atMs };
}

/** The column whose name begins as typed: one letter, or the same again, leads to the next such name; more letters stay while they fit. */
export function namedAs(rows: readonly ColumnRow[], from: number, text: string): number | undefined {
  const [letter = ''] = text;
  const isRepeated = [...text].every((one) => one === letter);
  const places = rows.map((_, offset) => (from + offset + (isRepeated ? 1 : 0)) % rows.length);
  const find = (start: string) =>
    places.find((index) => {
      const row = rows[index];
      return row?.kind === 'column' && row.column.name.toLowerCase().startsWith(start);
    });
  return isRepeated ? find(letter) : find(text);
}

import type { TreeRow } from './tree-rows.ts';

const pageRows = 12;

/** What a key does in the tree, by the ARIA pattern: a row to go to, or to open or close the active one. */
export function targetOfKey(
  rows: readonly TreeRow[],
  active: number,
  key: string,
): number | 'open' | 'close' | undefined {
  const row = rows[active];
  const last = rows.length - 1;
  if (row === undefined) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(active + 1, last);
    case 'ArrowUp':
      return Math.max(active - 1, 0);
    case 'PageDown':
      return Math.min(active + pageRows, last);
    case 'PageUp':
      return Math.max(active - pageRows, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowRight':
      if (!('isOpen' in row)) return undefined;
      return row.isOpen ? Math.min(active + 1, last) : 'open';
    case 'ArrowLeft':
      if ('isOpen' in row && row.isOpen) return 'close';
      return rows.findLastIndex((other, index) => index < active && other.level < row.level) >= 0
        ? rows.findLastIndex((other, index) => index < active && other.level < row.level)
        : undefined;
    default:
      return key.length === 1 ? startingWith(rows, active, key) : undefined;
  }
}

/** The next row whose name begins with the letter typed, around the end. */
function startingWith(rows: readonly TreeRow[], active: number, letter: string): number | undefined {
  const wanted = letter.toLowerCase();
  for (let step = 1; step <= rows.length; step += 1) {
    const index = (active + step) % rows.length;
    if (nameOf(rows[index])?.toLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}

function nameOf(row: TreeRow | undefined): string | undefined {
  if (row?.kind === 'connection') return row.connection.id;
  if (row?.kind === 'schema') return row.schema.name;
  if (row?.kind === 'table') return row.table.name;
  return row?.kind === 'column' ? row.column.name : undefined;
}

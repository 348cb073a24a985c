import type { JsonCell } from '../../../lib/contract/result.ts';
import type { FetchWindow } from './result-windows.ts';
import { type CellRange, cellsIn } from './selection.ts';

/** Copying is for pasting; a whole large result is exported. */
export const MAX_COPIED_CELLS = 1_000_000;
const ROWS_PER_READ = 1000;
const COLUMNS_PER_READ = 100;

interface ReadOptions {
  /** Positions in the result of the visible columns, in the order shown. */
  readonly positions: readonly number[];
  readonly range: CellRange;
  readonly signal: AbortSignal;
  readonly fetchWindow: FetchWindow;
  /** Value already loaded, or undefined. */
  loaded(row: number, position: number): JsonCell | undefined;
  onProgress(cells: number): void;
}

/** Runs of neighbouring positions, none longer than a read takes. */
function blocksOf(positions: readonly number[]): { first: number; last: number }[] {
  const blocks: { first: number; last: number }[] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const block = blocks.at(-1);
    if (block && position === block.last + 1 && position - block.first < COLUMNS_PER_READ) block.last = position;
    else blocks.push({ first: position, last: position });
  }
  return blocks;
}

/** All cells of a range, exact, reading what is not loaded from the stored result. At most `MAX_COPIED_CELLS`. */
export async function readRange(options: ReadOptions): Promise<JsonCell[][]> {
  const { range, signal, fetchWindow, loaded } = options;
  const positions = options.positions.slice(range.firstColumn, range.lastColumn + 1);
  const cells = cellsIn(range);
  if (cells > MAX_COPIED_CELLS) throw new RangeError(`At most ${MAX_COPIED_CELLS} cells are copied at once.`);
  const rows: JsonCell[][] = [];
  const blocks = blocksOf(positions);
  for (let offset = range.firstRow; offset <= range.lastRow; offset += ROWS_PER_READ) {
    const limit = Math.min(ROWS_PER_READ, range.lastRow - offset + 1);
    let chunk = fromLoaded(offset, limit, positions, loaded);
    if (!chunk) {
      const filled = Array.from({ length: limit }, () => new Map<number, JsonCell>());
      for (const { first, last } of blocks) {
        const window = await fetchWindow({ offset, limit, firstColumn: first, lastColumn: last }, signal);
        filled.forEach((row, index) => {
          window[index]?.forEach((value, column) => {
            row.set(first + column, value);
          });
        });
      }
      chunk = filled.map((row) => positions.map((position) => row.get(position) ?? null));
    }
    signal.throwIfAborted();
    rows.push(...chunk);
    options.onProgress(rows.length * positions.length);
  }
  return rows;
}

function fromLoaded(
  offset: number,
  limit: number,
  positions: readonly number[],
  loaded: ReadOptions['loaded'],
): JsonCell[][] | undefined {
  const rows: JsonCell[][] = [];
  for (let row = offset; row < offset + limit; row += 1) {
    const cells: JsonCell[] = [];
    for (const position of positions) {
      const value = loaded(row, position);
      if (value === undefined) return undefined;
      cells.push(value);
    }
    rows.push(cells);
  }
  return rows;
}

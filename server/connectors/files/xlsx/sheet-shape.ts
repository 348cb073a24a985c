/**
 * A sheet as a table: where its header and rows are, and its columns' types, found by looking at every cell. A column has one kind of values or it is text:
 * nothing is guessed from the first rows.
 */
import { uniqueNames } from '../../../unique-names.ts';
import { cellsWithin, columnLetters, type SheetRange } from './sheet-range.ts';
import type { CellKind, SheetRow } from './sheet-rows.ts';

export interface SheetColumn {
  readonly name: string;
  /** DuckDB type that every cell of it has. */
  readonly type: string;
  /** Column of the sheet, 0 for A. */
  readonly column: number;
}

export interface SheetShape {
  readonly columns: readonly SheetColumn[];
  /** Number of the row with the names, above which nothing counts; undefined if there is none. */
  readonly headerRow: number | undefined;
  readonly rows: number;
  readonly range: SheetRange;
}

interface Seen {
  readonly kinds: Set<CellKind>;
  areIntegers: boolean;
}

type FirstRow = Pick<SheetRow, 'number' | 'cells'>;

const MAX_TITLES = 20;
const isTextOnly = (cells: SheetRow['cells']): boolean => cells.every(({ kind }) => kind === 'text');
const isTitle = (cells: SheetRow['cells']): boolean => cells.length === 1 && isTextOnly(cells);

export class ShapeFinder {
  readonly #range: SheetRange;
  readonly #header: boolean | undefined;
  readonly #seen = new Map<number, Seen>();
  readonly #titles: FirstRow[] = [];
  #first: FirstRow | undefined;
  #rows = 0;

  constructor(range: SheetRange, header: boolean | undefined) {
    this.#range = range;
    this.#header = header;
  }

  add(row: SheetRow): void {
    const cells = cellsWithin(row, this.#range);
    if (cells.length === 0) return;
    if (this.#first !== undefined) {
      this.#addBelow(cells);
      return;
    }
    if (this.#header !== false && this.#titles.length < MAX_TITLES && isTitle(cells)) {
      this.#titles.push({ number: row.number, cells });
      return;
    }
    this.#begin({ number: row.number, cells });
  }

  /** Lone texts above a row of several texts are titles; above anything else they are rows. */
  #begin(row: FirstRow): void {
    const [title, ...others] = isTextOnly(row.cells) && row.cells.length > 1 ? [] : this.#titles;
    this.#first = title ?? row;
    for (const { cells } of title === undefined ? [] : [...others, row]) this.#addBelow(cells);
  }

  #addBelow(cells: SheetRow['cells']): void {
    this.#rows += 1;
    this.#look(cells);
  }

  #look(cells: SheetRow['cells']): void {
    for (const { column, kind, text } of cells) {
      let seen = this.#seen.get(column);
      if (seen === undefined) {
        seen = { kinds: new Set(), areIntegers: true };
        this.#seen.set(column, seen);
      }
      seen.kinds.add(kind);
      if (kind === 'number' && seen.areIntegers && !isInteger(text)) seen.areIntegers = false;
    }
  }

  /** Call once, after the last row. */
  shape(): SheetShape {
    const [title, ...others] = this.#first === undefined ? this.#titles : [];
    if (title !== undefined) {
      this.#first = title;
      for (const { cells } of others) this.#addBelow(cells);
    }
    const first = this.#first;
    if (first === undefined) throw new Error('the sheet is empty');
    const hasHeader = this.#header ?? looksLikeHeader(first.cells, this.#rows);
    if (!hasHeader) {
      this.#rows += 1;
      this.#look(first.cells);
    }
    const names = new Map(hasHeader ? first.cells.map(({ column, text }) => [column, text]) : []);
    const used = [...new Set([...names.keys(), ...this.#seen.keys()])].toSorted((a, b) => a - b);
    const unique = uniqueNames(used.map((column) => names.get(column)?.trim() || columnLetters(column)));
    return {
      columns: used.map((column, index) => ({
        name: unique[index] ?? columnLetters(column),
        type: typeOf(this.#seen.get(column)),
        column,
      })),
      headerRow: hasHeader ? first.number : undefined,
      rows: this.#rows,
      range: this.#range,
    };
  }
}

/** Names are texts. A lone text is a name only if rows stand below it. */
const looksLikeHeader = (cells: SheetRow['cells'], rowsBelow: number): boolean =>
  isTextOnly(cells) && (rowsBelow > 0 || cells.length > 1);

/** Every whole number that a double holds without doubt. */
const isInteger = (text: string): boolean => /^-?\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text));

function typeOf(seen: Seen | undefined): string {
  if (seen === undefined) return 'VARCHAR';
  const [kind, ...others] = [...seen.kinds];
  if (others.length > 0)
    return [kind, ...others].every((one) => one === 'date' || one === 'timestamp') ? 'TIMESTAMP' : 'VARCHAR';
  switch (kind) {
    case 'number':
      return seen.areIntegers ? 'BIGINT' : 'DOUBLE';
    case 'boolean':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'time':
      return 'TIME';
    case 'timestamp':
      return 'TIMESTAMP';
    case 'duration':
      return 'INTERVAL';
    default:
      return 'VARCHAR';
  }
}

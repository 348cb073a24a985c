/** Sheets of one table, each in a workbook of its own or all in one: their common shape, and their rows as CSV. */
import { basename, dirname, relative, sep } from 'node:path';
import { Cancelled } from '../../../errors.ts';
import type { FileTable } from '../discover.ts';
import { cellsWithin, parseRange } from './sheet-range.ts';
import { type SheetRow, sheetRows } from './sheet-rows.ts';
import { ShapeFinder, type SheetShape } from './sheet-shape.ts';
import { openWorkbook, readSharedTexts } from './workbook.ts';

export interface SheetTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: number;
  /** One for each file of the table, in their order. */
  readonly shapes: readonly SheetShape[];
}

/** Names of the sheets that are shown, in the workbook's order. */
export async function visibleSheets(path: string): Promise<string[]> {
  const workbook = await openWorkbook(path);
  workbook.archive.close();
  return workbook.sheets.filter((sheet) => !sheet.isHidden).map((sheet) => sheet.name);
}

async function* rowsOf(
  path: string,
  sheetName: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly SheetRow[]> {
  const workbook = await openWorkbook(path);
  try {
    const sheet =
      sheetName === undefined
        ? workbook.sheets.find(({ isHidden }) => !isHidden)
        : workbook.sheets.find(({ name }) => name.toLowerCase() === sheetName.toLowerCase());
    if (sheet === undefined)
      throw new Error(`${basename(path)} has no sheet ${sheetName === undefined ? 'to show' : `called ${sheetName}`}`);
    const sharedTexts = await readSharedTexts(workbook);
    for await (const rows of sheetRows(workbook, sheet.part, sharedTexts)) {
      if (signal.aborted) throw new Cancelled();
      yield rows;
    }
  } finally {
    workbook.archive.close();
  }
}

/** Looks at every cell of every sheet of the table. */
export async function inspectSheets(table: FileTable, signal: AbortSignal): Promise<SheetTable> {
  const range = parseRange(table.declaration.range);
  const shapes: SheetShape[] = [];
  for (const { path } of table.files) {
    const finder = new ShapeFinder(range, table.declaration.header);
    for await (const rows of rowsOf(path, table.sheet, signal)) for (const row of rows) finder.add(row);
    const shape = finder.shape();
    const first = shapes[0] ?? shape;
    if (namesOf(first) !== namesOf(shape))
      throw new Error(`${basename(path)} has other columns than ${basename(table.files[0]?.path ?? '')}`);
    shapes.push(shape);
  }
  const [first] = shapes;
  if (first === undefined) throw new Error('there is no file');
  const columns = first.columns.map(({ name }, index) => ({
    name,
    type: commonType(shapes.map((shape) => shape.columns[index]?.type ?? 'VARCHAR')),
  }));
  return { columns, rows: shapes.reduce((sum, shape) => sum + shape.rows, 0), shapes };
}

const namesOf = (shape: SheetShape): string => shape.columns.map(({ name }) => name).join('\0');

function commonType(types: readonly string[]): string {
  const distinct = new Set(types);
  const only = (...wanted: readonly string[]) => [...distinct].every((type) => wanted.includes(type));
  if (distinct.size === 1) return types[0] ?? 'VARCHAR';
  if (only('BIGINT', 'DOUBLE')) return 'DOUBLE';
  return only('DATE', 'TIMESTAMP') ? 'TIMESTAMP' : 'VARCHAR';
}

export interface SentColumn {
  readonly name: string;
  readonly stagedType: string;
}

/** Rows as CSV records of `columns`; `count` is told the rows of each block. */
export async function* sheetCsv(
  table: FileTable,
  shapes: readonly SheetShape[],
  options: {
    readonly root: string;
    readonly columns: readonly SentColumn[];
    readonly limit: number | undefined;
    readonly signal: AbortSignal;
    count(rows: number): void;
  },
): AsyncGenerator<Uint8Array> {
  let left = options.limit ?? Infinity;
  for (const [index, { path }] of table.files.entries()) {
    const shape = shapes[index];
    if (shape === undefined || left <= 0) return;
    const record = recordWriter(shape, options.columns, partitionValues(options.root, path));
    for await (const rows of rowsOf(path, table.sheet, options.signal)) {
      let text = '';
      let count = 0;
      for (const row of rows) {
        if (count >= left) break;
        if (shape.headerRow !== undefined && row.number <= shape.headerRow) continue;
        const cells = cellsWithin(row, shape.range);
        if (cells.length === 0) continue;
        text += record(cells);
        count += 1;
      }
      left -= count;
      options.count(count);
      if (text !== '') yield Buffer.from(text, 'utf8');
      if (left <= 0) return;
    }
  }
}

function recordWriter(
  shape: SheetShape,
  columns: readonly SentColumn[],
  partitions: ReadonlyMap<string, string>,
): (cells: SheetRow['cells']) => string {
  const places = columns.map(({ name, stagedType }) => ({
    column: shape.columns.find((one) => one.name === name)?.column,
    fixed: partitions.get(name),
    isQuoted: stagedType === 'VARCHAR',
  }));
  return (cells) => {
    const texts: string[] = [];
    for (const { column, text } of cells) texts[column] = text;
    const fields = places.map(({ column, fixed, isQuoted }) => {
      const text = column === undefined ? fixed : texts[column];
      if (text === undefined) return '';
      return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
    });
    return `${fields.join(',')}\n`;
  };
}

/** What folders called `key=value` on the way to the file say. */
function partitionValues(root: string, path: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const part of relative(root, dirname(path)).split(sep)) {
    const at = part.indexOf('=');
    if (at > 0) values.set(part.slice(0, at), decodeURIComponent(part.slice(at + 1)));
  }
  return values;
}

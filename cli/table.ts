import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { JsonCell } from '../lib/contract/result.ts';
import type { OpenResultFile } from '../server/results/index.ts';

/** Characters of a cell that the table shows; other formats give all. */
const MAX_WIDTH = 60;
/** Rows from which the column widths are taken. */
const SAMPLE_ROWS = 2_048;
const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL|DOUBLE|FLOAT)/;

/** Prints a result as an aligned table. NULL stands as `NULL`, line breaks as `⏎`. */
export async function writeTable(file: OpenResultFile, sink: Writable, signal: AbortSignal): Promise<void> {
  const labels = file.columns.map((column) => column.label);
  const isRight = file.columns.map((column) => numeric.test(column.type));
  let widths: number[] | undefined;
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => pad(cell, widths?.[index] ?? 0, isRight[index] === true))
      .join('  ')
      .trimEnd();
  const write = async (text: string): Promise<void> => {
    if (!sink.write(`${text}\n`)) await once(sink, 'drain');
  };
  const writeHead = async (sample: readonly (readonly string[])[]): Promise<void> => {
    widths = labels.map((label, index) => Math.max(width(cut(label)), ...sample.map((row) => width(row[index] ?? ''))));
    await write(line(labels.map(cut)));
    await write(widths.map((size) => '-'.repeat(size)).join('  '));
  };
  for await (const batch of file.rows(signal)) {
    const rows = batch.map((row) => row.map((cell) => cut(shown(cell))));
    if (widths === undefined) await writeHead(rows.slice(0, SAMPLE_ROWS));
    await write(rows.map(line).join('\n'));
  }
  if (widths === undefined) await writeHead([]);
  await write(`(${file.rowCount} ${file.rowCount === 1 ? 'row' : 'rows'})`);
}

function shown(cell: JsonCell): string {
  if (cell === null) return 'NULL';
  return (typeof cell === 'object' ? JSON.stringify(cell) : String(cell))
    .replace(/\r\n|\r|\n/g, '⏎')
    .replaceAll('\t', ' ');
}

const cut = (text: string): string => (text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1)}…` : text);
const width = (text: string): number => [...text].length;
const pad = (text: string, size: number, isRight: boolean): string => {
  const blanks = ' '.repeat(Math.max(0, size - width(text)));
  return isRight ? blanks + text : text + blanks;
};

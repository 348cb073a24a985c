import type { JsonCell } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { cellText, csvField, guardFormula, tsvField } from './cell-text.ts';
import type { ResultFile } from './result-file.ts';

export interface TextOptions {
  /** Put an apostrophe before text that a spreadsheet would run as a formula. Default false: values stay exact. */
  readonly guardFormulas?: boolean | undefined;
}

/** Text is handed on in pieces of about this size. */
const PIECE_CHARACTERS = 65_536;

/** Joins lines to pieces of a good size for sockets and files. Whoever reads slowly makes the rows come slowly: nothing piles up. */
async function* pieces(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let gathered: string[] = [];
  let size = 0;
  for await (const line of lines) {
    gathered.push(line);
    size += line.length;
    if (size >= PIECE_CHARACTERS) {
      yield Buffer.from(gathered.join(''), 'utf8');
      gathered = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.from(gathered.join(''), 'utf8');
}

const isText = (column: ResultColumn): boolean => /^(VARCHAR|JSON|ENUM)/i.test(column.type);

async function* delimitedLines(
  file: ResultFile,
  separator: string,
  field: (text: string | null) => string,
  options: TextOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const guard = (text: string): string => (options.guardFormulas === true ? guardFormula(text) : text);
  const guarded = file.columns.map((column) => options.guardFormulas === true && isText(column));
  const write = (cell: JsonCell, index: number): string => {
    const text = cellText(cell);
    return field(text !== null && guarded[index] === true ? guardFormula(text) : text);
  };
  yield `${file.columns.map(({ name }) => field(guard(name))).join(separator)}\n`;
  for await (const batch of file.rows(signal)) {
    for (const row of batch) yield `${row.map(write).join(separator)}\n`;
  }
}

/** Comma-separated, UTF-8 without a byte order mark, lines end in `\n`; the header has the statement's own names, repeated ones too. */
export const exportCsv = (
  file: ResultFile,
  options: TextOptions = {},
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> => pieces(delimitedLines(file, ',', csvField, options, signal));

/** Tab-separated without quotes; see `tsvField`. */
export const exportTsv = (
  file: ResultFile,
  options: TextOptions = {},
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> => pieces(delimitedLines(file, '\t', tsvField, options, signal));

async function* jsonLines(file: ResultFile, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const columns = file.columns.map(({ name, type }) => ({ name, type }));
  yield `{"columns":${JSON.stringify(columns)},"rows":[`;
  let separator = '\n';
  for await (const batch of file.rows(signal)) {
    for (const row of batch) {
      yield separator + JSON.stringify(row);
      separator = ',\n';
    }
  }
  yield '\n]}\n';
}

/** The contract's `ResultDocument`, a row a line. */
export const exportJson = (file: ResultFile, signal?: AbortSignal): AsyncIterable<Uint8Array> =>
  pieces(jsonLines(file, signal));

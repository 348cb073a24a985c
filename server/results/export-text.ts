import type { JsonCell } from '../../lib/contract/result.ts';
import type { ResultColumn } from '../../lib/contract/run.ts';
import { cellText, csvField, guardFormula, tsvField } from './cell-text.ts';
import { csvFieldSql, lineParts, tsvFieldSql } from './line-parts.ts';
import { quoteText } from './result-database.ts';
import type { ResultPart } from './result-part.ts';

export interface TextOptions {
  /** Put an apostrophe before text that a spreadsheet would run as a formula. Default false: values stay exact. */
  readonly guardFormulas?: boolean | undefined;
}

/** Text is handed on in pieces of about this size. */
const PIECE_CHARACTERS = 65_536;

/** Bytes of text that comes in strings of any size. Whoever reads slowly makes the rows come slowly: nothing piles up. */
async function* pieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let gathered = '';
  for await (const text of texts) {
    gathered += text;
    if (gathered.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(gathered, 'utf8');
    gathered = '';
  }
  if (gathered !== '') yield Buffer.from(gathered, 'utf8');
}

/** Lines of all rows, gathered to pieces at once: a step of an async generator for each row would cost more than the row. */
async function* gatheredLines(
  file: ResultPart,
  line: (row: JsonCell[]) => string,
  signal: AbortSignal | undefined,
  expressions?: readonly string[],
): AsyncGenerator<string> {
  for await (const batch of file.rows(signal, expressions)) {
    let text = '';
    for (const row of batch) {
      text += line(row);
      if (text.length < PIECE_CHARACTERS) continue;
      yield text;
      text = '';
    }
    yield text;
  }
}

const isText = (column: ResultColumn): boolean => /^(VARCHAR|JSON|ENUM)/i.test(column.type);

/** One of the two ways of writing fields, in both languages. */
interface Delimited {
  readonly separator: string;
  readonly field: (text: string | null) => string;
  readonly sqlField: typeof csvFieldSql;
}

const csv: Delimited = { separator: ',', field: csvField, sqlField: csvFieldSql };
const tsv: Delimited = { separator: '\t', field: tsvField, sqlField: tsvFieldSql };

async function* delimitedLines(
  file: ResultPart,
  { separator, field, sqlField }: Delimited,
  options: TextOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const guard = (text: string): string => (options.guardFormulas === true ? guardFormula(text) : text);
  const guarded = file.columns.map((column) => options.guardFormulas === true && isText(column));
  yield `${file.columns.map(({ name }) => field(guard(name))).join(separator)}\n`;
  const { expressions, taken } = lineParts(
    file.names,
    await file.types(),
    quoteText(separator),
    (text, mayNeedQuotes, position) => (guarded[position] === true ? undefined : sqlField(text, mayNeedQuotes)),
  );
  const write = (cell: JsonCell, part: number): string => {
    const position = taken[part];
    const text = cellText(cell);
    // Text that is ready is never NULL.
    if (position === undefined) return text ?? '';
    return field(text !== null && guarded[position] === true ? guardFormula(text) : text);
  };
  yield* gatheredLines(file, (row) => `${row.map(write).join(separator)}\n`, signal, expressions);
}

/** Comma-separated, UTF-8 without a byte order mark, lines end in `\n`; the header has the statement's own names, repeated ones too. */
export const exportCsv = (
  file: ResultPart,
  options: TextOptions = {},
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> => pieces(delimitedLines(file, csv, options, signal));

/** Tab-separated without quotes; see `tsvField`. */
export const exportTsv = (
  file: ResultPart,
  options: TextOptions = {},
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> => pieces(delimitedLines(file, tsv, options, signal));

async function* jsonLines(file: ResultPart, signal: AbortSignal | undefined): AsyncGenerator<string> {
  const columns = file.columns.map(({ name, type }) => ({ name, type }));
  yield `{"columns":${JSON.stringify(columns)},"rows":[`;
  let separator = '\n';
  const line = (row: JsonCell[]): string => {
    const text = separator + JSON.stringify(row);
    separator = ',\n';
    return text;
  };
  yield* gatheredLines(file, line, signal);
  yield '\n]}\n';
}

/** The contract's `resultDocumentSchema`, a row a line. */
export const exportJson = (file: ResultPart, signal?: AbortSignal): AsyncIterable<Uint8Array> =>
  pieces(jsonLines(file, signal));

import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { ZipFile } from 'yazl';
import type { JsonCell, ResultView } from '../../lib/contract/result.ts';
import type { Run } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import { type ColumnNotes, ledgerLines } from './export-ledger.ts';
import { resultError } from './failures.ts';
import type { ResultPart } from './result-part.ts';
import { stoppable } from './stoppable.ts';
import { type CellNotes, cellWriter, columnLetters, numberCell, styles, textCell } from './xlsx-cells.ts';
import { sheetEnd, sheetPath, sheetStart, workbookParts } from './xlsx-parts.ts';

/** What a sheet holds, its heading included. */
const MAX_SHEET_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;
/** Cells written at a stretch; then other requests have their turn. */
const SLICE_CELLS = 10_000;
/** From here on a sheet may be larger than the older form of a zip file can say. */
const LARGE_SHEET_CELLS = 40_000_000;

export interface XlsxOptions {
  readonly guardFormulas?: boolean | undefined;
  readonly ledger?: Run | undefined;
  readonly notes?: ColumnNotes | undefined;
  readonly view?: ResultView | undefined;
  /** For tests. */
  readonly rowsPerSheet?: number | undefined;
}

async function countRows(part: ResultPart, signal: AbortSignal | undefined): Promise<number> {
  const counted = await stoppable(part.database, signal, (connection) =>
    connection.runAndReadAll(`SELECT count(*) FROM ${part.from}`),
  );
  return Number(counted.value(0, 0));
}

/** Rows one by one, for sheets that break off anywhere in a batch. */
class RowReader {
  readonly #batches: AsyncGenerator<JsonCell[][]>;
  #batch: JsonCell[][] = [];
  #at = 0;

  constructor(part: ResultPart, signal: AbortSignal | undefined) {
    this.#batches = part.rows(signal);
  }

  /** At most `count` rows, none at the end. */
  async take(count: number): Promise<JsonCell[][]> {
    if (this.#at >= this.#batch.length) {
      const next = await this.#batches.next();
      this.#batch = next.done === true ? [] : next.value;
      this.#at = 0;
    }
    const rows = this.#batch.slice(this.#at, this.#at + count);
    this.#at += rows.length;
    return rows;
  }

  async close(): Promise<void> {
    await this.#batches.return(undefined);
  }
}

/**
 * A workbook that is written as it is read: sheets of the rows, more than one where they do not fit, and last the ledger. Values keep their
 * types as far as Excel holds them exactly and are text otherwise, which the ledger counts.
 */
export async function* exportXlsx(
  part: ResultPart,
  options: XlsxOptions = {},
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { columns } = part;
  if (columns.length > MAX_COLUMNS) {
    throw new JoineryError(
      'bad_request',
      `A sheet of Excel has ${MAX_COLUMNS} columns; the result has ${columns.length}.`,
      {
        hint: 'Hide columns and export what is shown, or choose CSV or Parquet.',
      },
    );
  }
  const rowsPerSheet = (options.rowsPerSheet ?? MAX_SHEET_ROWS) - 1;
  const notes: CellNotes = { textNumbers: 0, textTimes: 0, cut: 0 };
  const letters = columns.map((_, index) => columnLetters(index));
  const writers = columns.map(({ type }) => cellWriter(type, notes, options.guardFormulas === true));
  const sliceRows = Math.max(1, Math.floor(SLICE_CELLS / Math.max(1, columns.length)));
  let reader: RowReader | undefined;
  const zip = new ZipFile();
  // Backwards from the zip to the rows: a failure of the one ends the other.
  const output = Readable.from(zip.outputStream as AsyncIterable<Buffer>, { objectMode: false, highWaterMark: 65_536 });
  zip.on('error', (failure: Error) => output.destroy(failure));
  try {
    const rows = await countRows(part, signal);
    const rowReader = new RowReader(part, signal);
    reader = rowReader;
    const dataSheets = Math.max(1, Math.ceil(rows / rowsPerSheet));

    async function* dataSheet(): AsyncGenerator<Buffer> {
      const heading = columns.map(({ name }, index) => textCell(`${letters[index]}1`, name, styles.heading, notes));
      yield Buffer.from(`${sheetStart}<row r="1">${heading.join('')}</row>`);
      let line = 1;
      for (;;) {
        const slice = await rowReader.take(Math.min(sliceRows, rowsPerSheet + 1 - line));
        if (slice.length === 0) break;
        let text = '';
        for (const row of slice) {
          line += 1;
          text += `<row r="${line}">`;
          for (const [index, write] of writers.entries()) text += write(row[index] ?? null, `${letters[index]}${line}`);
          text += '</row>';
        }
        yield Buffer.from(text);
        if (line > rowsPerSheet) break;
        await setImmediate();
      }
      yield Buffer.from(sheetEnd);
    }
    async function* ledgerSheet(): AsyncGenerator<Buffer> {
      const own: CellNotes = { textNumbers: 0, textTimes: 0, cut: 0 };
      yield Buffer.from(sheetStart);
      for (const [at, line] of ledgerLines(
        options.ledger,
        columns,
        rows,
        options.view,
        notes,
        options.notes,
      ).entries()) {
        const cells = line.map((cell, index) => {
          const reference = `${columnLetters(index)}${at + 1}`;
          if (typeof cell === 'number') return numberCell(reference, cell, styles.plain);
          return textCell(reference, cell, index === 0 ? styles.heading : styles.plain, own);
        });
        yield Buffer.from(`<row r="${at + 1}">${cells.join('')}</row>`);
      }
      yield Buffer.from(sheetEnd);
    }

    const isLarge = Math.min(rows, rowsPerSheet) * columns.length > LARGE_SHEET_CELLS;
    const add = (index: number, sheet: () => AsyncGenerator<Buffer>): void => {
      zip.addReadStreamLazy(sheetPath(index), { forceZip64Format: isLarge, compressionLevel: 1 }, (done) => {
        const stream = Readable.from(sheet(), { objectMode: false });
        stream.on('error', (failure) => output.destroy(failure));
        done(null, stream);
      });
    };
    const names = Array.from({ length: dataSheets }, (_, index) =>
      dataSheets === 1 ? 'Result' : `Result ${index + 1}`,
    );
    for (const [path, text] of workbookParts([...names, 'Ledger'])) zip.addBuffer(Buffer.from(text), path);
    for (const index of names.keys()) add(index, dataSheet);
    add(dataSheets, ledgerSheet);
    zip.end();
    for await (const piece of output) yield piece as Uint8Array;
  } catch (thrown) {
    throw resultError(thrown, signal);
  } finally {
    output.destroy();
    await reader?.close();
  }
}

/** Rows of a page as chunks of CSV. Pure. */
import { JoineryError } from '../../errors.ts';
import { unevenRow } from '../uneven-row.ts';
import type { DecodedColumn } from './answer.ts';
import type { Page } from './jobs.ts';
import { csvField, UnreadableValue } from './staging.ts';

const chunkLetters = 128_000;

export function* encodePage(
  rows: Page['rows'],
  columns: readonly DecodedColumn[],
  connection: string,
): Generator<{ readonly bytes: Uint8Array; readonly rows: number }> {
  let text = '';
  let count = 0;
  for (const { f: cells } of rows) {
    if (cells.length !== columns.length) throw unevenRow('BigQuery', connection);
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index];
      if (column === undefined) continue;
      if (index > 0) text += ',';
      text += field(cells[index]?.v ?? null, column, connection);
    }
    text += '\n';
    count += 1;
    if (text.length < chunkLetters) continue;
    yield { bytes: Buffer.from(text), rows: count };
    text = '';
    count = 0;
  }
  if (count > 0) yield { bytes: Buffer.from(text), rows: count };
}

function field(cell: Parameters<typeof csvField>[0], column: DecodedColumn, connection: string): string {
  try {
    return csvField(cell, column.type);
  } catch (thrown) {
    if (!(thrown instanceof UnreadableValue)) throw thrown;
    throw new JoineryError('source_value', `Column "${column.staged.name}" holds ${thrown.message}.`, {
      connection,
      hint: 'Cast it to STRING in a native statement.',
    });
  }
}

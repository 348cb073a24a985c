/** Rows of an answer: as CSV with back-pressure, or all of them where they are few. */
import { addAbortSignal, type Readable } from 'node:stream';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { StagedColumn } from '../connector.ts';
import { unevenRow } from '../uneven-row.ts';
import { raced } from '../waiting.ts';
import type { Answer, Client } from './client.ts';
import type { QueryText } from './dialect.ts';
import { csvField, UnreadableValue } from './encode.ts';
import type { SnowflakeType } from './types.ts';

const chunkLetters = 128_000;

export interface Decoded {
  readonly type: SnowflakeType;
  readonly staged: StagedColumn;
}

interface Reading {
  readonly answer: Answer;
  readonly columns: readonly Decoded[];
  readonly connection: string;
  readonly limit: number | undefined;
  readonly state: { rows: number; isEnded: boolean };
  readonly signal: AbortSignal;
  readonly asError: (thrown: unknown) => Error;
}

export async function* bytesOf(reading: Reading): AsyncGenerator<Uint8Array> {
  const { answer, columns, connection, limit = Number.POSITIVE_INFINITY, state, signal, asError } = reading;
  if (signal.aborted) throw new Cancelled();
  const rows: Readable = answer.rows();
  const stop = () => rows.destroy(new Cancelled());
  signal.addEventListener('abort', stop, { once: true });
  let text = '';
  try {
    if (limit > 0) {
      for await (const batch of batchesOf(rows)) {
        for (const row of batch.slice(0, limit - state.rows)) {
          text += record(row, columns, connection);
          state.rows += 1;
          if (text.length < chunkLetters) continue;
          const bytes = Buffer.from(text);
          text = '';
          yield bytes;
          if (signal.aborted) throw new Cancelled();
        }
        if (state.rows >= limit) break;
      }
    }
    if (text !== '') yield Buffer.from(text);
    state.isEnded = true;
  } catch (thrown) {
    throw asError(thrown);
  } finally {
    signal.removeEventListener('abort', stop);
    rows.destroy();
  }
}

/** What the stream holds ready, at once: a wait for each row would cost more than the row. */
async function* batchesOf(rows: Readable): AsyncGenerator<readonly (readonly unknown[])[]> {
  let failure: Error | undefined;
  let isEnded = false;
  let wake = Promise.withResolvers<void>();
  const onEnd = () => {
    isEnded = true;
    wake.resolve();
  };
  const onError = (error: Error) => {
    failure = error;
    onEnd();
  };
  const onReadable = () => wake.resolve();
  rows.on('readable', onReadable).once('end', onEnd).once('close', onEnd).once('error', onError);
  for (;;) {
    const batch: (readonly unknown[])[] = [];
    for (let row = rows.read(); row !== null; row = rows.read()) batch.push(row as readonly unknown[]);
    if (batch.length > 0) yield batch;
    else if (failure !== undefined) throw failure;
    else if (isEnded) return;
    else {
      await wake.promise;
      wake = Promise.withResolvers();
    }
  }
}

function record(row: readonly unknown[], columns: readonly Decoded[], connection: string): string {
  let text = '';
  for (let index = 0; index < columns.length; index += 1) {
    const column = columns[index];
    if (column === undefined) continue;
    if (row[index] === undefined) throw unevenRow('Snowflake', connection);
    if (index > 0) text += ',';
    try {
      text += csvField(row[index], column.type.class, column.staged.stagedType);
    } catch (thrown) {
      if (!(thrown instanceof UnreadableValue)) throw thrown;
      throw new JoineryError('source_value', `Column "${column.staged.name}" holds ${thrown.message}.`, {
        connection,
        hint: 'Cast it in a native statement: times to TIMESTAMP_NTZ(6), others to VARCHAR.',
      });
    }
  }
  return `${text}\n`;
}

/** All rows of a short answer. */
export async function rowsOf(
  client: Client,
  query: QueryText,
  signal: AbortSignal,
): Promise<readonly Readonly<Record<string, string | null>>[]> {
  const running = await client.run(query, {}, signal);
  try {
    const answer = await raced(running.answer, signal);
    const found: Record<string, string | null>[] = [];
    // A part that never comes would keep the loop waiting.
    for await (const row of addAbortSignal(signal, answer.rows()) as AsyncIterable<readonly unknown[]>) {
      found.push(
        Object.fromEntries(
          answer.columns.map(({ name }, index) => [name.toUpperCase(), row[index] == null ? null : String(row[index])]),
        ),
      );
    }
    return found;
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    void running.cancel();
    throw new Cancelled();
  }
}

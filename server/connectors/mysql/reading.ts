/** What the fetches of a session are made of: connections, bytes of their streams, the server's own figures. */
import type { PoolConnection } from 'mysql2';
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { JoineryError } from '../../errors.ts';
import { abortable, queryRows } from './client.ts';
import type { Division } from './divisible.ts';
import type { RefusedValue } from './encode-rows.ts';
import type { RowStream } from './row-stream.ts';

/** A connection of a fetch. */
export interface Held {
  readonly connection: PoolConnection;
  /** What it was asked, one after another. */
  readonly streams: RowStream[];
  /** Rows that the server had read for this connection before the fetch, where they are counted. */
  readonly readBefore?: number | undefined;
  /** Rows that it read for the fetch; known at its end. */
  rowsRead?: number | undefined;
}

/** Rows that the server has read for this connection, by its own count. Any account may ask; undefined if it does not tell. */
export async function rowsReadSoFar(connection: PoolConnection): Promise<number | undefined> {
  try {
    const rows = await queryRows(connection, "SHOW SESSION STATUS LIKE 'Handler_read%'");
    return rows.reduce((sum, [, count]) => sum + Number(count ?? 0), 0);
  } catch {
    // A connection that fails here fails at its next statement too, where it is told.
    return undefined;
  }
}

/** The server's own figures of a whole fetch; its time is that of the connection that took longest. */
export function statisticsOf(connections: readonly Held[]): SourceStatistics {
  const times = connections.map(({ streams }) => streams.reduce((sum, stream) => sum + (stream.serverMs ?? 0), 0));
  const counts = connections.flatMap(({ rowsRead }) => rowsRead ?? []);
  const serverMs = Math.max(...times);
  return counts.length < connections.length
    ? { serverMs }
    : { serverMs, rowsRead: counts.reduce((sum, count) => sum + count, 0) };
}

/** The bytes of `first`, and of the streams that `follow` it on its connection. */
export async function* bytesOf(
  first: RowStream,
  signal: AbortSignal,
  steps: {
    readonly follow: (ended: RowStream) => Promise<RowStream | undefined>;
    readonly finish: (last: RowStream) => Promise<void>;
    readonly asError: (error: unknown) => Error;
  },
): AsyncGenerator<Uint8Array> {
  let stream = first;
  try {
    for (;;) {
      const chunk = await abortable(stream.next(), signal);
      if (chunk !== undefined) {
        yield chunk;
        continue;
      }
      const next = stream.isSatisfied ? undefined : await abortable(steps.follow(stream), signal);
      if (next === undefined) return;
      stream = next;
    }
  } catch (error) {
    throw steps.asError(error);
  } finally {
    // Nobody waits for the end of a killed query; `close` of the session does.
    if (stream.isFinished) await steps.finish(stream);
    else void steps.finish(stream);
  }
}

export function sentAs(parts: number, connections: number, division: Division | undefined): string | undefined {
  if (division === undefined) return undefined;
  const { column, isInParts } = division;
  const over = connections === 1 ? 'one connection' : `${connections} connections`;
  if (division.kind === 'keys') return `in ${parts} parts of the keys over ${over}`;
  const by = column.name === division.table.primaryKey[0] ? 'the primary key' : column.name;
  const merged = isInParts ? ', groups in parts are put together here' : '';
  return `as ${parts} ranges of ${by} over ${over}${merged}`;
}

export function refusal(error: RefusedValue, connection: string): JoineryError {
  return error.reason === 'date'
    ? new JoineryError(
        'source_value',
        `Column "${error.column}" holds a date that no calendar has, such as 0000-00-00.`,
        {
          connection,
          hint: 'Set `zeroDates: null` on the connection to read such dates as NULL, or leave the column or those rows out.',
        },
      )
    : new JoineryError('source_value', `Column "${error.column}" holds a number of more than 38 digits.`, {
        connection,
        hint: 'Cast it to CHAR or to a smaller DECIMAL in the statement.',
      });
}

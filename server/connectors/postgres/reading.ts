/** One connection of a fetch: it sends the rows of one statement, or of several, one after another. */
import { setTimeout as delay } from 'node:timers/promises';
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { CopyOut, type CopyOutOptions } from './copy-out.ts';
import { CursorOut } from './cursor-out.ts';
import type { Lease } from './pool.ts';
import { type TableCounts, tableCounts } from './table-counts.ts';

/** How the rows of one statement come: `CopyOut`, or `CursorOut` where there is no COPY. */
export interface RowsOut {
  /** Rows sent, known once all bytes are read. */
  readonly rows: number | undefined;
  readonly isFinished: boolean;
  readonly serverMs: number | undefined;
  /** Next block; undefined at the end. */
  next(): Promise<Uint8Array | undefined>;
  /** `next` throws `failure` from now on. */
  abort(failure: unknown): void;
}

export interface Reading {
  /** Bytes of all its statements; ends the reading in any case. */
  readonly bytes: AsyncGenerator<Uint8Array>;
  /** Rows sent, once all bytes are read. */
  rows(): number | undefined;
  /** The server's own figures, once all bytes are read. */
  statistics(): SourceStatistics;
  /** Gives the connection back if it has come to its end by itself, else stops it at the server. */
  end(): Promise<void>;
}

export interface ReadingOptions {
  readonly lease: Lease;
  readonly context: ConnectorContext;
  /** The next statement; undefined when there is none left. */
  readonly next: () => string | undefined;
  /** Blocks end at the end of a row. */
  readonly wholeRows: boolean;
  readonly hasCopy: boolean;
  /** Rows come in binary and are packed; only with COPY. */
  readonly packer?: CopyOutOptions['packer'] | undefined;
  /** What the server counted before. */
  readonly before?: TableCounts | undefined;
  /** A question asked after the last row, before the transaction ends. */
  readonly lastSql?: string | undefined;
  /** Throws where its answers say that what was read is not what was asked for. */
  readonly check?: ((answers: unknown) => void) | undefined;
  readonly toError: (thrown: unknown, hasEnded: boolean) => Error;
}

/** Starts `first` at once. */
export function startReading(
  first: string,
  { lease, context, next, wholeRows, hasCopy, packer, before, lastSql, check, toError }: ReadingOptions,
): Reading {
  const format = packer === undefined ? 'csv' : 'binary';
  const start = (sql: string): RowsOut =>
    hasCopy
      ? CopyOut.start(lease.client, `COPY (\n${sql}\n) TO STDOUT (FORMAT ${format})`, { wholeRows, packer })
      : new CursorOut(lease.client, sql);
  let copy = start(first);
  let rows = 0;
  let serverMs = 0;
  let answers: unknown;
  let isWhole = false;
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= (async () => {
      if (copy.rows !== undefined && copy.isFinished && !lease.broken) {
        answers = await giveBack(lease, context, lastSql);
        return;
      }
      copy.abort(new Cancelled());
      return lease.discard();
    })();
    return ending;
  };
  async function* read() {
    try {
      for (;;) {
        for (let block = await copy.next(); block !== undefined; block = await copy.next()) yield block;
        rows += copy.rows ?? 0;
        serverMs += copy.serverMs ?? 0;
        const sql = next();
        if (sql === undefined) {
          await end();
          if (answers !== undefined) check?.(answers);
          isWhole = true;
          return;
        }
        copy = start(sql);
      }
    } catch (thrown) {
      throw thrown instanceof JoineryError ? thrown : toError(thrown, ending !== undefined);
    } finally {
      await end();
    }
  }
  const statistics = (): SourceStatistics => {
    const after = answers === undefined ? undefined : tableCounts(answers);
    // Rows that parallel workers read are counted elsewhere.
    if (before === undefined || after === undefined || after.rowsRead - before.rowsRead < rows) return { serverMs };
    return {
      serverMs,
      rowsRead: after.rowsRead - before.rowsRead,
      bytesProcessed: after.bytesProcessed - before.bytesProcessed,
    };
  };
  return { bytes: read(), rows: () => (isWhole ? rows : undefined), statistics, end };
}

/** The figures of all connections of a fetch together; a part that one of them lacks is left out. The time is that of the one that took longest. */
export function sumOfStatistics(parts: readonly SourceStatistics[]): SourceStatistics {
  const sum = (name: 'rowsRead' | 'bytesProcessed') => {
    const values = parts.map((part) => part[name]).filter((value) => value !== undefined);
    return values.length < parts.length ? {} : { [name]: values.reduce((total, value) => total + value, 0) };
  };
  const serverMs = Math.max(...parts.map((part) => part.serverMs ?? 0));
  return { serverMs, ...sum('rowsRead'), ...sum('bytesProcessed') };
}

/** Ends the transaction and gives the connection back; `lastSql` is asked just before, in the same message. Answers what the server answered. */
export async function giveBack(lease: Lease, context: ConnectorContext, lastSql?: string): Promise<unknown> {
  try {
    const last = lastSql === undefined ? 'ROLLBACK' : `${lastSql}; ROLLBACK`;
    const answers = lease.broken ? undefined : await inTime(lease.client.query(last));
    lease.release();
    return answers;
  } catch (thrown) {
    context.log.debug(`${context.id}: a connection could not be given back: ${String(thrown)}`);
    await lease.discard();
    return undefined;
  }
}

/** Then a server that does not answer is left to find its connection closed. */
const GIVE_BACK_MS = 900;

async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const limit = new AbortController();
  const late = delay(GIVE_BACK_MS, undefined, { signal: limit.signal }).then(() => {
    throw new Error('The server did not answer in time.');
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    limit.abort();
    late.catch(() => undefined);
    answer.catch(() => undefined);
  }
}

/** One connection of a fetch: it sends the rows of one statement, or of several, one after another. */
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { Cancelled } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { CopyOut } from './copy-out.ts';
import type { Lease } from './pool.ts';
import { type TableCounts, tableCounts } from './table-counts.ts';

export interface Reading {
  /** Bytes of all its statements; ends the reading in any case. */
  readonly bytes: AsyncGenerator<Buffer>;
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
  /** What the server counted before, and the question that tells it. */
  readonly counts?: { readonly sql: string; readonly before: TableCounts | undefined } | undefined;
  readonly toError: (thrown: unknown, hasEnded: boolean) => Error;
}

/** Starts `first` at once. */
export function startReading(
  first: string,
  { lease, context, next, wholeRows, counts, toError }: ReadingOptions,
): Reading {
  const start = (sql: string) => CopyOut.start(lease.client, `COPY (\n${sql}\n) TO STDOUT (FORMAT csv)`, { wholeRows });
  let copy = start(first);
  let rows = 0;
  let serverMs = 0;
  let after: TableCounts | undefined;
  let isWhole = false;
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= (async () => {
      if (copy.rows !== undefined && copy.isFinished && !lease.broken) {
        after = await giveBack(lease, context, counts?.sql);
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
          isWhole = true;
          return;
        }
        copy = start(sql);
      }
    } catch (thrown) {
      throw toError(thrown, ending !== undefined);
    } finally {
      await end();
    }
  }
  const statistics = (): SourceStatistics => {
    const before = counts?.before;
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

/** Ends the transaction and gives the connection back; `countsSql` is asked just before, in the same message. */
export async function giveBack(
  lease: Lease,
  context: ConnectorContext,
  countsSql?: string,
): Promise<TableCounts | undefined> {
  try {
    const counts = lease.broken
      ? undefined
      : tableCounts(await lease.client.query(countsSql === undefined ? 'ROLLBACK' : `${countsSql}; ROLLBACK`));
    lease.release();
    return counts;
  } catch (thrown) {
    context.log.debug(`${context.id}: a connection could not be given back: ${String(thrown)}`);
    await lease.discard();
    return undefined;
  }
}

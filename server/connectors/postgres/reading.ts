/** One connection of a fetch: it sends the rows of one statement, or of several, one after another. */
import { Cancelled } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { CopyOut } from './copy-out.ts';
import type { Lease } from './pool.ts';

export interface Reading {
  /** Bytes of all its statements; ends the reading in any case. */
  readonly bytes: AsyncGenerator<Buffer>;
  /** Rows sent, once all bytes are read. */
  rows(): number | undefined;
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
  readonly toError: (thrown: unknown, hasEnded: boolean) => Error;
}

/** Starts `first` at once. */
export function startReading(first: string, { lease, context, next, wholeRows, toError }: ReadingOptions): Reading {
  const start = (sql: string) => CopyOut.start(lease.client, `COPY (\n${sql}\n) TO STDOUT (FORMAT csv)`, { wholeRows });
  let copy = start(first);
  let rows = 0;
  let isWhole = false;
  let ending: Promise<void> | undefined;
  const end = () => {
    ending ??= (async () => {
      if (copy.rows !== undefined && copy.isFinished && !lease.broken) return giveBack(lease, context);
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
  return { bytes: read(), rows: () => (isWhole ? rows : undefined), end };
}

export async function giveBack(lease: Lease, context: ConnectorContext): Promise<void> {
  try {
    if (!lease.broken) await lease.client.query('ROLLBACK');
    lease.release();
  } catch (thrown) {
    context.log.debug(`${context.id}: a connection could not be given back: ${String(thrown)}`);
    await lease.discard();
  }
}

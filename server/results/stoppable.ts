import type { DuckDBConnection } from '@duckdb/node-api';
import { Cancelled } from '../errors.ts';
import type { ResultDatabase } from './result-database.ts';

/** Asked anew each time: it changes while one waits. */
const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** Work on a connection of its own, which an abort interrupts. */
export async function stoppable<Value>(
  database: Pick<ResultDatabase, 'connect'>,
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<Value>,
): Promise<Value> {
  if (isAborted(signal)) throw new Cancelled();
  const connection = await database.connect();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    if (isAborted(signal)) throw new Cancelled();
    return await work(connection);
  } catch (thrown) {
    if (isAborted(signal)) throw new Cancelled();
    throw thrown;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    connection.closeSync();
  }
}

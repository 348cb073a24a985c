/** The DuckDB that looks into files: in memory, closed to everything but the connection's folder. */
import { DuckDBInstance } from '@duckdb/node-api';
import { Cancelled } from '../../errors.ts';

export type Row = Readonly<Record<string, unknown>>;
/** Runs one statement and gives all its rows; values as JSON would hold them. */
export type Query = (sql: string) => Promise<Row[]>;

export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export async function withDuckDB<Result>(
  folder: string,
  signal: AbortSignal,
  work: (query: Query) => Promise<Result>,
): Promise<Result> {
  if (signal.aborted) throw new Cancelled();
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '1GB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const onAbort = () => connection.interrupt();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await connection.run(`SET allowed_directories = [${quoteLiteral(folder)}]`);
    await connection.run(`SET enable_external_access = false`);
    await connection.run('SET lock_configuration = true');
    return await work(async (sql) => {
      if (signal.aborted) throw new Cancelled();
      const reader = await connection.runAndReadAll(sql);
      return reader.getRowObjectsJson();
    });
  } catch (error) {
    throw signal.aborted ? new Cancelled() : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    connection.closeSync();
    instance.closeSync();
  }
}

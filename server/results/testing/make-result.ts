import { DuckDBInstance } from '@duckdb/node-api';
import type { ResultColumn } from '../../../lib/contract/run.ts';

/** Writes a result file as the engine does: `select` gives the rows; its columns become `c0`, `c1`, ... Answers the columns under their own names. */
export async function makeResult(file: string, select: string): Promise<ResultColumn[]> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const shape = await connection.runAndReadAll(`SELECT * FROM (${select}) LIMIT 0`);
    const names = Array.from({ length: shape.columnCount }, (_, index) => `c${index}`);
    await connection.run(`CREATE TABLE result AS SELECT * FROM (${select}) AS rows(${names.join(', ')})`);
    await connection.run('CHECKPOINT');
    // The statement's own names, repeated ones included: a subquery would have renamed those.
    const own = await connection.runAndReadAll(`${select} LIMIT 0`);
    return own.columnNames().map((name, index) => ({ name, label: name, type: String(own.columnType(index)) }));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

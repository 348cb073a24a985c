/** Rows of a query as CSV bytes, pulled chunk by chunk: DuckDB computes no further than is read. */
import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { Cancelled } from '../../errors.ts';
import { quoteIdentifier } from './sql-text.ts';
import { textTravel } from './types.ts';

/** A record of the CSV text as one SQL value; NULL is the empty field. `columns` are SQL names. */
export function recordSql(columns: readonly { readonly sql: string; readonly sourceType: string }[]): string {
  const fields = columns.map(({ sql, sourceType }) => {
    const { text, isQuoted } = textTravel(sourceType);
    return isQuoted ? `'"' || replace(${text(sql)}, '"', '""') || '"'` : text(sql);
  });
  // concat() leaves out what is NULL.
  return `concat(${fields.flatMap((field, index) => (index === 0 ? [field] : ["','", field])).join(', ')}, chr(10))`;
}

/** Names for the columns of a user's statement, whatever it calls them itself. */
export const positionalNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => quoteIdentifier(`c${index}`));

export interface RowStream {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly rows: () => number;
}

interface RecordSource {
  readonly result: DuckDBResult;
  readonly duckdb: DuckDBConnection;
  readonly signal: AbortSignal;
  /** Called once: when the last byte was read, reading was given up, or it failed. */
  giveBack(): void;
  translate(thrown: unknown): Error;
}

export function streamRecords({ result, duckdb, signal, giveBack, translate }: RecordSource): RowStream {
  let rows = 0;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = await result.fetchChunk();
        if (signal.aborted) throw new Cancelled();
        if (chunk === null || chunk.rowCount === 0) return;
        const records = chunk.getColumnVector(0);
        let text = '';
        for (let row = 0; row < chunk.rowCount; row += 1) text += String(records.getItem(row));
        rows += chunk.rowCount;
        yield Buffer.from(text, 'utf8');
      }
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : translate(thrown);
    } finally {
      duckdb.interrupt();
      giveBack();
    }
  }
  return { bytes: bytes(), rows: () => rows };
}

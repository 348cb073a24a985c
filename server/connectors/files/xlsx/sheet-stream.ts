/** A fetch of sheets: rows are read from the archive as they are asked for. */
import { Cancelled, JoineryError } from '../../../errors.ts';
import type { FetchStream, StagedColumn, TableRequest } from '../../connector.ts';
import type { FileTable } from '../discover.ts';
import { quoteIdentifier } from '../duckdb.ts';
import { stageText } from '../guards.ts';
import { type SheetTable, sheetCsv } from './sheet-table.ts';

export function sheetStream(
  table: FileTable,
  request: TableRequest,
  sheets: SheetTable,
  root: string,
  { connection, signal }: { readonly connection: string; readonly signal: AbortSignal },
): FetchStream {
  const wanted = request.columns.length > 0 ? request.columns : request.table.columns.slice(0, 1);
  const columns = wanted.map(({ name, type }): StagedColumn => {
    const found = sheets.columns.find((column) => column.name === name);
    if (found === undefined || found.type === type) return { name, stagedType: type, type };
    const staged = stageText(table.name, name, type);
    // What DuckDB's cast refuses by itself is cast from text too, so that the error is the value's and not the file's.
    return staged.expression === undefined && type !== 'VARCHAR'
      ? { name, stagedType: 'VARCHAR', type, expression: `CAST(${quoteIdentifier(name)} AS ${type})` }
      : staged;
  });
  let rows = 0;
  const count = (more: number) => {
    rows += more;
  };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      if (signal.aborted) throw new Cancelled();
      yield* sheetCsv(table, sheets.shapes, { root, columns, limit: request.limit, signal, count });
    } catch (error) {
      throw sheetError(error, table.name, connection, signal);
    }
  }
  const list = request.columns.map((column) => quoteIdentifier(column.name)).join(', ') || '1';
  const limit = request.limit === undefined ? '' : ` LIMIT ${request.limit}`;
  return {
    kind: 'csv',
    sql: `SELECT ${list} FROM ${quoteIdentifier(table.name)}${limit}`,
    columns,
    bytes: bytes(),
    rows: () => rows,
  };
}

export function sheetError(error: unknown, table: string, connection: string, signal: AbortSignal): Error {
  if (error instanceof JoineryError || error instanceof Cancelled) return error;
  if (signal.aborted) return new Cancelled();
  return new JoineryError('source_failed', `The sheet of table ${table} cannot be read.`, {
    connection,
    hint: error instanceof Error ? error.message.split('\n')[0] : undefined,
    cause: error,
  });
}

/** One run's fetches. Tables and views are read by the engine's own DuckDB, native statements by the one of this session. */
import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import { uniqueNames } from '../../unique-names.ts';
import { bindText } from '../bound-text.ts';
import type {
  ColumnInfo,
  FetchRequest,
  FetchStream,
  NativeRequest,
  Session,
  TableInfo,
  TableRequest,
} from '../connector.ts';
import type { DatabaseFile } from './database-file.ts';
import { selectSql } from './dialect.ts';
import { readError, statementError } from './faults.ts';
import type { OpenDatabase } from './open-database.ts';
import { parameterWriter } from './parameters.ts';
import { type FileNames, proveSelect } from './prove-select.ts';
import { positionalNames, recordSql, streamRecords } from './row-stream.ts';
import { nameTablesIn, runsAlike } from './run-inside.ts';
import { quoteIdentifier, tableName } from './sql-text.ts';
import { tableColumn, textTravel } from './types.ts';

export interface SessionParts {
  readonly connection: string;
  /** Open as long as the session: while it is, no other program can write the file. The session closes it. */
  readonly database: OpenDatabase;
  /** The file as it is now, with its tables. Cheap while it has not changed. */
  look(signal: AbortSignal): Promise<{ readonly file: DatabaseFile; readonly tables: readonly TableInfo[] }>;
  onClose(): void;
}

interface Described {
  /** The proven statement, its parameters written out. */
  readonly sql: string;
  readonly columns: readonly ColumnInfo[];
  /** The same for the engine's own DuckDB, with the tables of `catalog` named in full; undefined where it must run here. */
  inside(catalog: string): string | undefined;
}

export class DuckdbSession implements Session {
  readonly readAt = new Date();
  readonly #parts: SessionParts;
  /** Statements proven in this session; the file cannot change while it is open. */
  readonly #described = new Map<string, Described>();
  #isClosed = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  async describe(
    sql: string,
    signal: AbortSignal,
    parameters?: readonly StatementParameter[],
  ): Promise<readonly ColumnInfo[]> {
    return (await this.#describe({ kind: 'native', sql, parameters }, signal)).columns;
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    this.#checkOpen(signal);
    if (request.kind === 'native') return this.#fetchNative(request, signal);
    if (request.kind === 'block') throw this.#internal('Blocks are not sent to DuckDB files.');
    const { file, tables } = await this.#parts.look(signal);
    return relationStream(request, this.#unchanged(request, tables), file);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#parts.onClose();
    await this.#parts.database.close();
  }

  #checkOpen(signal: AbortSignal): void {
    if (signal.aborted) throw new Cancelled();
    if (this.#isClosed) throw this.#internal('The session is closed.');
  }

  #internal(message: string): JoineryError {
    return new JoineryError('internal', message, { connection: this.#parts.connection });
  }

  #unchanged({ table: known }: TableRequest, tables: readonly TableInfo[]): TableInfo {
    const now = tables.find(({ schema, name }) => schema === known.schema && name === known.name);
    const changed = (what: string) =>
      new JoineryError('source_changed', `Table ${known.name} has changed since the catalog was read: ${what}.`, {
        connection: this.#parts.connection,
        hint: 'Refresh the connection and run again.',
      });
    if (now === undefined) throw changed('it has gone');
    for (const column of known.columns) {
      const found = now.columns.find(({ name }) => name === column.name);
      if (found === undefined) throw changed(`column ${column.name} has gone`);
      if (found.type !== column.type) throw changed(`column ${column.name} has another type`);
    }
    return now;
  }

  async #fetchNative(request: NativeRequest, signal: AbortSignal): Promise<FetchStream> {
    const { sql, columns, inside } = await this.#describe(request, signal);
    const { connection, database } = this.#parts;
    const { file } = await this.#parts.look(signal);
    const rewritten = inside(attachName(file.path));
    if (rewritten !== undefined) return insideStream(request, rewritten, columns, file);
    const names = positionalNames(columns.length);
    const record = recordSql(columns.map(({ sourceType }, index) => ({ sourceType, sql: names[index] ?? '' })));
    const limit = request.limit === undefined ? '' : ` LIMIT ${request.limit}`;
    const text = `SELECT ${record} FROM (\n${sql}\n) AS statement(${names.join(', ')})${limit}`;
    // The text that ran is not the user's, so no place in it is told.
    const translate = (thrown: unknown) => {
      const { code, message, hint } = statementError(thrown, '', connection);
      return new JoineryError(code, message, { hint, connection, cause: thrown });
    };
    const { duckdb, giveBack } = await database.connect(signal);
    try {
      const result = await duckdb.stream(text);
      const { bytes, rows } = streamRecords({ result, duckdb, signal, giveBack, translate });
      return { kind: 'csv', sql: request.sql, columns: columns.map(stagedText), bytes, rows };
    } catch (thrown) {
      giveBack();
      throw signal.aborted ? new Cancelled() : translate(thrown);
    }
  }

  async #describe({ sql, parameters }: NativeRequest, signal: AbortSignal): Promise<Described> {
    this.#checkOpen(signal);
    const { connection, database } = this.#parts;
    const bound = bindText(sql, parameters, parameterWriter, connection);
    const known = this.#described.get(bound.text);
    if (known !== undefined) return known;
    return database.use(signal, async (duckdb) => {
      try {
        const names = await namesOf(duckdb, database.catalog);
        const proven = await proveSelect(duckdb, bound.text, names, connection);
        const columns = await columnsOf(duckdb, bound.text, connection);
        const inside = (catalog: string) => nameTablesIn(catalog, proven.sql, proven.nodes, names);
        const trial = inside(database.catalog);
        const isAlike =
          trial !== undefined && (await database.bare(signal, (empty) => runsAlike(empty, trial, columns)));
        const described: Described = {
          sql: proven.sql,
          columns,
          inside: (catalog) => (isAlike ? inside(catalog) : undefined),
        };
        this.#described.set(bound.text, described);
        return described;
      } catch (thrown) {
        throw bound.restore(thrown instanceof JoineryError ? thrown : readError(thrown, connection));
      }
    });
  }
}

const stagedText = ({ name, sourceType }: ColumnInfo) => {
  const { type, stagedType, expression } = textTravel(sourceType);
  return { name, stagedType, type, expression: expression?.(quoteIdentifier(name)) };
};

/** Names and types without running anything. */
async function columnsOf(duckdb: DuckDBConnection, sql: string, connection: string): Promise<ColumnInfo[]> {
  const statement = await duckdb.prepare(sql).catch((thrown: unknown) => {
    throw statementError(thrown, sql, connection);
  });
  try {
    const indexes = Array.from({ length: statement.columnCount }, (_, index) => index);
    const names = uniqueNames(indexes.map((index) => statement.columnName(index)));
    return indexes.map((index) => {
      const found = statement.columnType(index);
      const sourceType = found.alias ?? found.toString();
      const { type } = textTravel(sourceType);
      const collation = type === 'VARCHAR' ? { collation: 'other' as const } : {};
      return { name: names[index] ?? '', sourceType, type, nullable: true, ...collation };
    });
  } finally {
    statement.destroySync();
  }
}

async function namesOf(duckdb: DuckDBConnection, catalog: string): Promise<FileNames> {
  const list = async (sql: string) =>
    new Set((await duckdb.runAndReadAll(sql, { catalog })).getRows().map(([name]) => String(name)));
  return {
    catalog,
    tables: await list(
      'SELECT lower(table_name) FROM duckdb_tables() WHERE database_name = $catalog UNION SELECT lower(view_name) FROM duckdb_views() WHERE database_name = $catalog',
    ),
    tableMacros: await list(
      "SELECT lower(function_name) FROM duckdb_functions() WHERE database_name = $catalog AND function_type = 'table_macro' AND NOT internal",
    ),
    callables: await list(
      'SELECT lower(function_name) FROM duckdb_functions() WHERE database_name = $catalog AND NOT internal',
    ),
  };
}

/** A file is attached once in a run, whichever connections and fetches read it. */
const attachName = (path: string): string => `file ${createHash('sha256').update(path).digest('hex').slice(0, 16)}`;

/** A native statement as a relation: read by the engine like a table. */
function insideStream(
  request: NativeRequest,
  rewritten: string,
  columns: readonly ColumnInfo[],
  file: DatabaseFile,
): FetchStream {
  const list = columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const limit = request.limit === undefined ? '' : ` LIMIT ${request.limit}`;
  return {
    kind: 'relation',
    sql: request.sql,
    columns: columns.map(({ name, sourceType }) => tableColumn(name, sourceType)),
    relation: `(FROM (\n${rewritten}\n) AS statement(${list})${limit})`,
    paths: file.paths,
    attach: { name: attachName(file.path), path: file.path },
  };
}

function relationStream(request: TableRequest, table: TableInfo, file: DatabaseFile): FetchStream {
  const name = attachName(file.path);
  const source = `${quoteIdentifier(name)}.${tableName(table.schema, table.name)}`;
  const wanted = request.columns.length > 0 ? request.columns : table.columns.slice(0, 1);
  return {
    kind: 'relation',
    sql: selectSql(request),
    columns: wanted.map((column) => tableColumn(column.name, column.sourceType)),
    relation: request.limit === undefined ? source : `(FROM ${source} LIMIT ${request.limit})`,
    paths: file.paths,
    attach: { name, path: file.path },
  };
}

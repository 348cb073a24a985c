/** A folder of files. DuckDB reads them itself while it runs the statement, so a fetch only says how. */
import { access, constants } from 'node:fs/promises';
import { Cancelled, JoineryError } from '../../errors.ts';
import type {
  ConnectionTest,
  Connector,
  ConnectorContext,
  Dialect,
  FetchRequest,
  FetchStream,
  Introspection,
  Session,
  TableInfo,
  TableRequest,
} from '../connector.ts';
import type { FilesOptions } from './config.ts';
import { type Discovery, discover, type FileTable } from './discover.ts';
import { quoteIdentifier, quoteLiteral, withDuckDB } from './duckdb.ts';
import { type FileMetadata, readMetadata } from './metadata-file.ts';
import { currentForm, fingerprint, type InferredTable, inferTable, relationOf } from './table-shape.ts';
import { sheetError, sheetStream } from './xlsx/sheet-stream.ts';
import { Workbooks } from './xlsx/workbooks.ts';

export const FILES_SCHEMA = 'main';
const SERVER_LABEL = 'Files';

export const filesDialect: Dialect = {
  quoteIdentifier,
  // DuckDB filters while it reads, by its own rules: there is no other reader whose rules could differ.
  accepts: () => 'no',
  selectSql: ({ table, columns, limit }) =>
    `SELECT ${columns.map((column) => quoteIdentifier(column.name)).join(', ') || '1'} FROM ${quoteIdentifier(table.name)}${limit === undefined ? '' : ` LIMIT ${limit}`}`,
};

export class FilesConnector implements Connector {
  readonly id: string;
  readonly driver = 'files';
  readonly capabilities = { snapshot: false, serverCancel: false, native: false } as const;
  readonly dialect = filesDialect;
  private readonly options: FilesOptions;
  private readonly context: ConnectorContext;
  /** Forms of tables already looked at, by name; used while the files are the same. */
  private readonly forms = new Map<string, { print: string; form: Awaited<ReturnType<typeof currentForm>> }>();

  private readonly workbooks = new Workbooks();

  constructor(options: FilesOptions, context: ConnectorContext) {
    this.id = context.id;
    this.options = options;
    this.context = context;
  }

  async test(signal: AbortSignal): Promise<ConnectionTest> {
    const started = performance.now();
    const { root, tables } = await this.discover(signal);
    const canWrite = await access(root, constants.W_OK).then(
      () => true,
      () => false,
    );
    const count = tables.reduce((sum, table) => sum + table.files.length, 0);
    return {
      serverLabel: `${SERVER_LABEL} (${count})`,
      roundTripMs: performance.now() - started,
      account: {
        canWrite,
        ...(canWrite
          ? {
              advice:
                'Joinery only reads the files. To rule writing out altogether, run Joinery as a user who may only read the folder.',
            }
          : {}),
      },
    };
  }

  async introspect(signal: AbortSignal): Promise<Introspection> {
    const found = await this.discover(signal);
    for (const warning of found.warnings) this.context.log.warn(`${this.id}: ${warning}`);
    const metadata = await readMetadata(found.root, (message) => this.context.log.warn(`${this.id}: ${message}`));
    const tables = await withDuckDB(found.root, signal, async (query) => {
      const known: TableInfo[] = [];
      for (const table of found.tables) {
        try {
          known.push(tableInfo(table, await inferTable(query, table, signal), metadata));
        } catch (error) {
          if (error instanceof Cancelled) throw error;
          const reason = error instanceof Error ? error.message.split('\n')[0] : 'unknown reason';
          this.context.log.warn(`${this.id}: table ${table.name} is left out: ${reason}`);
        }
      }
      return known;
    });
    return { serverLabel: SERVER_LABEL, defaultSchema: FILES_SCHEMA, tables };
  }

  async openSession(options: { readonly runId: string; readonly signal: AbortSignal }): Promise<Session> {
    const found = await this.discover(options.signal);
    let isClosed = false;
    return {
      readAt: new Date(),
      fetch: async (request, signal) => {
        if (isClosed) throw new JoineryError('internal', 'The session is closed.', { connection: this.id });
        return this.fetch(found, request, signal);
      },
      describe: async () => {
        throw this.noNative();
      },
      close: async () => {
        isClosed = true;
      },
    };
  }

  async close(): Promise<void> {
    this.workbooks.clear();
    this.forms.clear();
  }

  private async discover(signal: AbortSignal): Promise<Discovery> {
    if (signal.aborted) throw new Cancelled();
    return discover(this.options, this.context.baseDir, this.id, (file) => this.workbooks.sheetsOf(file));
  }

  private noNative(): JoineryError {
    return new JoineryError('not_allowed', 'Files have no SQL dialect of their own.', {
      connection: this.id,
      hint: `Write a federated statement, such as SELECT * FROM ${this.id}.<table>.`,
    });
  }

  private async fetch(found: Discovery, request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    if (request.kind !== 'table') throw this.noNative();
    const table = found.tables.find((one) => one.name === request.table.name);
    if (table === undefined) throw this.changed(request.table, 'its files have gone');
    if (table.format === 'xlsx') return this.fetchSheets(table, request, found.root, signal);
    const form = await this.formOf(table, request.table, found.root, signal);
    this.checkUnchanged(request.table, table, form);
    const { relation: source, staged } = relationOf(table, request.table.columns, form.form);
    const relation = request.limit === undefined ? source : `(FROM ${source} LIMIT ${request.limit})`;
    const wanted = request.columns.map((column) => column.name);
    const columns = wanted.length === 0 ? staged.slice(0, 1) : wanted.map((name) => stagedNamed(staged, name));
    const shown = relation.replaceAll(quoteLiteral(`${found.root}/`).slice(0, -1), `'`);
    const names = columns.map((column) => quoteIdentifier(column.name)).join(', ');
    return {
      kind: 'relation',
      sql: `SELECT ${names} FROM ${shown}`,
      columns,
      relation,
      paths: table.files.map((file) => file.path),
    };
  }

  private async fetchSheets(
    table: FileTable,
    request: TableRequest,
    root: string,
    signal: AbortSignal,
  ): Promise<FetchStream> {
    try {
      const print = await fingerprint(table, this.id);
      const sheets = await this.workbooks.inspect(table, print, signal);
      const declared = table.declaration.columns ?? {};
      for (const { name, type } of request.table.columns) {
        if (Object.hasOwn(declared, name) || table.partitionKeys.includes(name)) continue;
        const now = sheets.columns.find((column) => column.name === name);
        if (now === undefined) throw this.changed(request.table, `column ${name} has gone`);
        if (now.type !== type) throw this.changed(request.table, `column ${name} has another type`);
      }
      return sheetStream(table, request, sheets, root, { connection: this.id, signal });
    } catch (error) {
      throw sheetError(error, table.name, this.id, signal);
    }
  }

  private async formOf(table: FileTable, known: TableInfo, root: string, signal: AbortSignal) {
    const print = await fingerprint(table, this.id);
    const kept = this.forms.get(table.name);
    if (kept?.print === print) return kept.form;
    const names = known.columns.map((column) => column.name);
    try {
      const form = await withDuckDB(root, signal, (query) => currentForm(query, table, names, signal));
      this.forms.set(table.name, { print, form });
      return form;
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      throw new JoineryError('source_failed', `The files of table ${table.name} cannot be read as ${table.format}.`, {
        connection: this.id,
        hint: error instanceof Error ? error.message.split('\n')[0] : undefined,
        cause: error,
      });
    }
  }

  private checkUnchanged(known: TableInfo, table: FileTable, form: Awaited<ReturnType<typeof currentForm>>): void {
    if (form.names.length === 0) return;
    const missing = known.columns.find((column) => !form.names.includes(column.name));
    if (missing !== undefined) throw this.changed(known, `column ${missing.name} has gone`);
    // A CSV file is read by position: any other order or number of columns is another table.
    if (form.form !== undefined && form.names.join('\0') !== known.columns.map((column) => column.name).join('\0'))
      throw this.changed(known, `${table.format} columns have come or moved`);
    const retyped = known.columns.find(
      (column) => form.types !== undefined && form.types.get(column.name) !== column.type,
    );
    if (retyped !== undefined) throw this.changed(known, `column ${retyped.name} has another type`);
  }

  private changed(table: TableInfo, what: string): JoineryError {
    return new JoineryError('source_changed', `Table ${table.name} has changed since the catalog was read: ${what}.`, {
      connection: this.id,
      hint: 'Refresh the connection and run again.',
    });
  }
}

function stagedNamed(staged: ReturnType<typeof relationOf>['staged'], name: string) {
  const column = staged.find((one) => one.name === name);
  if (column === undefined) throw new JoineryError('internal', 'A column was asked for that its table does not have.');
  return column;
}

function tableInfo(table: FileTable, found: InferredTable, metadata: FileMetadata): TableInfo {
  const described = metadata[table.name];
  const comment = table.declaration.comment ?? described?.description;
  const comments = { ...described?.columns, ...table.declaration.columnComments };
  return {
    schema: FILES_SCHEMA,
    name: table.name,
    kind: 'table',
    ...(comment === undefined ? {} : { comment }),
    ...(found.rows === undefined ? {} : { rowEstimate: found.rows }),
    sizeBytes: table.files.reduce((sum, file) => sum + file.sizeBytes, 0),
    columns: found.columns.map(({ name, type }) => ({
      name,
      sourceType: type,
      type,
      nullable: true,
      ...(Object.hasOwn(comments, name) ? { comment: comments[name] } : {}),
      ...(type === 'VARCHAR' ? { collation: 'binary' as const } : {}),
    })),
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
}

/** One SQLite file: reader processes are kept for reuse between sessions, but no file stays open in an idle one. */
import { isAbsolute, resolve } from 'node:path';
import { JoineryError } from '../../errors.ts';
import type { ConnectionTest, Connector, ConnectorContext, Introspection, Session } from '../connector.ts';
import { sqliteBlocks } from './block.ts';
import type { SqliteOptions } from './config.ts';
import { sqliteDialect } from './dialect.ts';
import { Reader, type ReaderLease } from './reader.ts';
import type { Answers } from './reader-protocol.ts';
import { openSqliteSession } from './session.ts';
import { typeOfStorage } from './types.ts';

const CLOSE_GRACE_MS = 300;
/** After which an unused reader ends: a process of its own for each file would add up. */
const IDLE_MS = 30_000;
/** How long the first rows of a view or native statement may take to tell the types of its expressions. */
const PEEK_TIME_MS = 3000;
const PEEK_ROWS = 200;

export class SqliteConnector implements Connector {
  readonly id: string;
  readonly driver = 'sqlite';
  readonly capabilities = { snapshot: true, serverCancel: true, native: true } as const;
  readonly dialect = { ...sqliteDialect, block: sqliteBlocks };
  private readonly options: SqliteOptions;
  private readonly context: ConnectorContext;
  private readonly path: string;
  private readonly busy = new Set<Reader>();
  private idle: Reader | undefined;
  private idleEnd: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(options: SqliteOptions, context: ConnectorContext) {
    this.id = context.id;
    this.options = options;
    this.context = context;
    this.path = isAbsolute(options.path) ? options.path : resolve(context.baseDir, options.path);
  }

  async test(signal: AbortSignal): Promise<ConnectionTest> {
    const started = performance.now();
    const lease = await this.open(signal);
    try {
      const { version, isWritable } = lease.facts;
      return {
        serverLabel: `SQLite ${version}`,
        roundTripMs: performance.now() - started,
        account: {
          canWrite: isWritable,
          ...(isWritable
            ? {
                advice:
                  'Joinery opens the file read-only. To rule writing out altogether, run Joinery as a user who may only read the file (and, in WAL mode, read and write its -shm file).',
              }
            : {}),
        },
      };
    } finally {
      await lease.giveBack();
    }
  }

  async introspect(signal: AbortSignal): Promise<Introspection> {
    const lease = await this.open(signal);
    try {
      const found = await lease.reader.ask({ op: 'introspect', columnTypes: this.options.columnTypes }, signal);
      for (const warning of found.warnings) this.context.log.warn(`${this.id}: ${warning}`);
      const { serverLabel, defaultSchema } = found;
      return { serverLabel, defaultSchema, tables: await this.withViewTypes(found, signal) };
    } finally {
      await lease.giveBack();
    }
  }

  async openSession(options: { readonly runId: string; readonly signal: AbortSignal }): Promise<Session> {
    const lease = await this.open(options.signal);
    return openSqliteSession({
      connection: this.id,
      lease,
      columnTypes: this.options.columnTypes,
      peek: (sql, columns, signal) => this.peek(sql, columns, signal),
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    const idle = this.takeIdle();
    const readers = idle === undefined ? [...this.busy] : [...this.busy, idle];
    await Promise.all(readers.map((reader) => reader.dispose()));
  }

  private takeIdle(): Reader | undefined {
    clearTimeout(this.idleEnd);
    const reader = this.idle;
    this.idle = undefined;
    return reader;
  }

  /** A reader with the file open and its snapshot taken. */
  private async open(signal: AbortSignal): Promise<ReaderLease> {
    if (this.isClosed) throw new JoineryError('internal', 'The connection is closed.', { connection: this.id });
    const idle = this.takeIdle();
    const reader = idle?.isAlive ? idle : new Reader(this.id);
    this.busy.add(reader);
    const giveBack = async () => {
      if (!this.busy.delete(reader)) return;
      const state = await reader.release(CLOSE_GRACE_MS);
      if (state === 'killed') return;
      if (this.isClosed || this.idle !== undefined) return reader.dispose();
      this.idle = reader;
      this.idleEnd = setTimeout(() => void this.takeIdle()?.dispose(), IDLE_MS).unref();
    };
    try {
      const facts = await reader.ask(
        { op: 'open', path: this.path, busyTimeoutMs: this.options.busyTimeoutMs },
        signal,
      );
      return { reader, facts, giveBack };
    } catch (error) {
      await giveBack();
      throw error;
    }
  }

  /**
   * DuckDB types of the expressions among `sql`'s columns, from its first rows. A reader of its own does it, which is ended when that takes
   * too long; the types are then VARCHAR.
   */
  private async peek(sql: string, columnCount: number, signal: AbortSignal): Promise<string[]> {
    const unknown = Array.from({ length: columnCount }, () => 'VARCHAR');
    const late = AbortSignal.timeout(PEEK_TIME_MS);
    const lease = await this.open(signal);
    try {
      const classes = await lease.reader.ask({ op: 'peek', sql, rows: PEEK_ROWS }, AbortSignal.any([signal, late]));
      return unknown.map((type, index) => (classes[index] === undefined ? type : typeOfStorage(classes[index])));
    } catch (error) {
      if (signal.aborted || !late.aborted) throw error;
      this.context.log.info(`${this.id}: the first rows took too long, so expressions are read as text`);
      return unknown;
    } finally {
      await lease.giveBack();
    }
  }

  private async withViewTypes(found: Answers['introspect'], signal: AbortSignal): Promise<Introspection['tables']> {
    const types = new Map<string, string>();
    for (const [table, columns] of Map.groupBy(found.untyped, (column) => column.table)) {
      const names = columns.map(({ column }) => sqliteDialect.quoteIdentifier(column));
      const sql = `SELECT ${names.join(', ')} FROM main.${sqliteDialect.quoteIdentifier(table)}`;
      const peeked = await this.peek(sql, columns.length, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        this.context.log.warn(
          `${this.id}: view ${table} cannot be read: ${error instanceof Error ? error.message : ''}`,
        );
        return columns.map(() => 'VARCHAR');
      });
      for (const [index, { column }] of columns.entries()) types.set(`${table}\0${column}`, peeked[index] ?? 'VARCHAR');
    }
    return found.tables.map((table) => ({
      ...table,
      columns: table.columns.map((column) => {
        const type = types.get(`${table.name}\0${column.name}`);
        return type === undefined ? column : { ...column, type };
      }),
    }));
  }
}

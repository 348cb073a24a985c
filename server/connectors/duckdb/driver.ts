/** One DuckDB file. Nothing holds it open between runs, so that its owner can write it. */
import { access, constants } from 'node:fs/promises';
import { Cancelled } from '../../errors.ts';
import type { ConnectionTest, Connector, ConnectorContext, Introspection, Session, TableInfo } from '../connector.ts';
import type { DuckdbOptions } from './config.ts';
import { type DatabaseFile, findDatabaseFile } from './database-file.ts';
import { duckdbDialect } from './dialect.ts';
import { readError } from './faults.ts';
import { readTables } from './introspect.ts';
import { OpenDatabase } from './open-database.ts';
import { DuckdbSession } from './session.ts';

const DEFAULT_SCHEMA = 'main';

interface Look {
  readonly file: DatabaseFile;
  readonly tables: readonly TableInfo[];
  readonly version: string;
}

export class DuckdbConnector implements Connector {
  readonly id: string;
  readonly driver = 'duckdb';
  readonly capabilities = { snapshot: false, serverCancel: false, native: true } as const;
  readonly dialect = duckdbDialect;
  readonly #options: DuckdbOptions;
  readonly #context: ConnectorContext;
  readonly #sessions = new Set<DuckdbSession>();
  #last: Look | undefined;

  constructor(options: DuckdbOptions, context: ConnectorContext) {
    this.id = context.id;
    this.#options = options;
    this.#context = context;
  }

  async test(signal: AbortSignal): Promise<ConnectionTest> {
    const started = performance.now();
    this.#last = undefined;
    const { file, version } = await this.#look(signal);
    const canWrite = await access(file.path, constants.W_OK).then(
      () => true,
      () => false,
    );
    return {
      serverLabel: `DuckDB ${version}`,
      roundTripMs: performance.now() - started,
      account: {
        canWrite,
        ...(canWrite
          ? {
              advice:
                'Joinery opens the file read-only. To rule writing out altogether, run Joinery as a user who may only read the file.',
            }
          : {}),
      },
    };
  }

  async introspect(signal: AbortSignal): Promise<Introspection> {
    this.#last = undefined;
    const { tables, version } = await this.#look(signal);
    return { serverLabel: `DuckDB ${version}`, defaultSchema: DEFAULT_SCHEMA, tables };
  }

  async openSession(options: { readonly runId: string; readonly signal: AbortSignal }): Promise<Session> {
    const { signal } = options;
    if (signal.aborted) throw new Cancelled();
    const file = await findDatabaseFile(this.#options.path, this.#context.baseDir, this.id);
    const database = await OpenDatabase.open(file, this.id, signal);
    const session = new DuckdbSession({
      connection: this.id,
      database,
      look: (lookSignal) => this.#look(lookSignal),
      onClose: () => this.#sessions.delete(session),
    });
    this.#sessions.add(session);
    return session;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions].map((session) => session.close()));
  }

  /** The file's tables; read again only when the file has changed. */
  async #look(signal: AbortSignal): Promise<Look> {
    if (signal.aborted) throw new Cancelled();
    const file = await findDatabaseFile(this.#options.path, this.#context.baseDir, this.id);
    if (this.#last?.file.path === file.path && this.#last.file.print === file.print) return this.#last;
    const database = await OpenDatabase.open(file, this.id, signal);
    try {
      this.#last = await database.use(signal, async (duckdb) => {
        const [row] = (await duckdb.runAndReadAll('SELECT version()')).getRowsJson();
        return {
          file,
          tables: await readTables(duckdb, database.catalog),
          version: String(row?.[0]).replace(/^v/, ''),
        };
      });
      return this.#last;
    } catch (thrown) {
      throw thrown instanceof Cancelled ? thrown : readError(thrown, this.id);
    } finally {
      await database.close();
    }
  }
}

/** The connector's own DuckDB over the file: attached read-only, then closed to everything else. One per task or session. */
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { Cancelled } from '../../errors.ts';
import type { DatabaseFile } from './database-file.ts';
import { readError } from './faults.ts';
import { quoteIdentifier, quoteLiteral } from './sql-text.ts';

const MEMORY_LIMIT = '1GB';
const SPILL_LIMIT = '10GB';
const THREADS = '2';
let opened = 0;

export class OpenDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connection: string;
  readonly #spillDir: string;
  readonly #busy = new Set<DuckDBConnection>();
  /** Name of the file's catalog, as DuckDB's own tools give it: `sales` for sales.duckdb. */
  readonly catalog: string;
  #isClosed = false;

  private constructor(instance: DuckDBInstance, connection: string, catalog: string, spillDir: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#spillDir = spillDir;
    this.catalog = catalog;
  }

  static async open(file: DatabaseFile, connection: string, signal: AbortSignal): Promise<OpenDatabase> {
    if (signal.aborted) throw new Cancelled();
    opened += 1;
    const spillDir = join(tmpdir(), `joinery-duckdb-${process.pid}-${opened}`);
    const instance = await DuckDBInstance.create(':memory:', {
      threads: THREADS,
      memory_limit: MEMORY_LIMIT,
      temp_directory: spillDir,
      max_temp_directory_size: SPILL_LIMIT,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const name = parse(file.path).name;
    const catalog = ['memory', 'system', 'temp', ''].includes(name.toLowerCase()) ? `${name}_file` : name;
    const database = new OpenDatabase(instance, connection, catalog, spillDir);
    try {
      const control = await instance.connect();
      await control.run("SET GLOBAL TimeZone = 'UTC'; SET GLOBAL errors_as_json = true");
      await control.run(`ATTACH ${quoteLiteral(file.path)} AS ${quoteIdentifier(catalog)} (READ_ONLY, TYPE duckdb)`);
      await control.run('SET enable_external_access = false; SET lock_configuration = true');
      control.closeSync();
      return database;
    } catch (thrown) {
      await database.close();
      throw readError(thrown, connection);
    }
  }

  /** A connection that looks into the file by default; an abort interrupts it. The caller gives it back. */
  async connect(signal: AbortSignal): Promise<{ readonly duckdb: DuckDBConnection; giveBack(): void }> {
    if (signal.aborted || this.#isClosed) throw new Cancelled();
    const duckdb = await this.#instance.connect();
    this.#busy.add(duckdb);
    const onAbort = () => duckdb.interrupt();
    signal.addEventListener('abort', onAbort, { once: true });
    const giveBack = () => {
      signal.removeEventListener('abort', onAbort);
      if (this.#busy.delete(duckdb)) duckdb.closeSync();
      if (this.#isClosed && this.#busy.size === 0) this.#end();
    };
    try {
      await duckdb.run(`USE ${quoteIdentifier(this.catalog)}`);
      return { duckdb, giveBack };
    } catch (thrown) {
      giveBack();
      throw signal.aborted ? new Cancelled() : readError(thrown, this.#connection);
    }
  }

  /** With a connection that finds nothing of the file by itself. */
  async bare<Answer>(signal: AbortSignal, task: (duckdb: DuckDBConnection) => Promise<Answer>): Promise<Answer> {
    return this.use(signal, async (duckdb) => {
      await duckdb.run('USE memory');
      return task(duckdb);
    });
  }

  async use<Answer>(signal: AbortSignal, task: (duckdb: DuckDBConnection) => Promise<Answer>): Promise<Answer> {
    const { duckdb, giveBack } = await this.connect(signal);
    try {
      return await task(duckdb);
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : thrown;
    } finally {
      giveBack();
    }
  }

  /** Stops what still runs; the file is let go as soon as nothing does. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const duckdb of this.#busy) duckdb.interrupt();
    if (this.#busy.size === 0) this.#end();
    await rm(this.#spillDir, { recursive: true, force: true });
  }

  #end(): void {
    this.#instance.closeSync();
  }
}

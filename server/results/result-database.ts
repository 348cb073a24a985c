import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { HeavyWork } from './heavy-work.ts';
import { StoredOrders } from './stored-orders.ts';

/** Memory of all reads of stored results together; the rows themselves stay on disk. */
const MEMORY_LIMIT = '384MB';
const THREADS = '2';
/** At least the rows of a window. */
const MOST_SOUGHT_ROWS = 2_000;
/** Sorts and summaries that go at a time. */
const HEAVY_AT_ONCE = 2;

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * An in-memory DuckDB to which result files are attached read-only. It may touch the folders given, and nothing else; `scratch` is where
 * exports are prepared and where it spills.
 */
export class ResultDatabase {
  readonly #instance: DuckDBInstance;
  readonly #control: DuckDBConnection;
  readonly scratch: string;
  readonly heavy = new HeavyWork(HEAVY_AT_ONCE);
  readonly orders = new StoredOrders(this);
  #attached = 0;
  /** The control connection does one thing at a time: two at once, or a close under one, crash DuckDB. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(instance: DuckDBInstance, control: DuckDBConnection, scratch: string) {
    this.#instance = instance;
    this.#control = control;
    this.scratch = scratch;
  }

  static async open(folder: string, scratch: string): Promise<ResultDatabase> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: MEMORY_LIMIT,
      threads: THREADS,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const control = await instance.connect();
    const allowed = [folder, scratch].map((allowedFolder) => quoteText(path.resolve(allowedFolder))).join(', ');
    await control.run(`SET allowed_directories = [${allowed}]`);
    await control.run(`SET temp_directory = ${quoteText(path.join(path.resolve(scratch), 'spill'))}`);
    await control.run('SET enable_external_access = false');
    await control.run("SET TimeZone = 'UTC'");
    // The row numbers of a window reach the scan as a list, so that only the vectors that hold them are read: an eighth of the work.
    await control.run(`SET dynamic_or_filter_threshold = ${MOST_SOUGHT_ROWS}`);
    await control.run('SET lock_configuration = true');
    return new ResultDatabase(instance, control, path.resolve(scratch));
  }

  /** Attaches a file and answers the quoted name under which it is known until `detach`. */
  async attach(file: string): Promise<string> {
    this.#attached += 1;
    const name = quoteName(`result_${this.#attached}`);
    await this.#runInTurn(`ATTACH ${quoteText(path.resolve(file))} AS ${name} (READ_ONLY)`);
    return name;
  }

  async detach(name: string): Promise<void> {
    await this.#runInTurn(`DETACH ${name}`);
  }

  /** A connection of its own for one operation, so that its interrupt reaches nothing else. The caller closes it. */
  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Waits for what is being attached or detached. */
  async close(): Promise<void> {
    await this.#last;
    this.#control.closeSync();
    this.#instance.closeSync();
  }

  async #runInTurn(sql: string): Promise<void> {
    const turn = this.#last.then(() => this.#control.run(sql));
    this.#last = turn.catch(() => undefined);
    await turn;
  }
}

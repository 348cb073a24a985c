import { rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type DuckDBConnection, DuckDBInstance, type DuckDBType } from '@duckdb/node-api';
import { quoteLiteral } from '../duckdb.ts';
import { readCsvSql } from '../fetch/staging.ts';

export interface RunLimits {
  readonly runMemoryBytes: number;
  readonly runSpillBytes: number;
}

export interface OpenDoors {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** Catalog of the file made ahead for a small result. */
export const SMALL_RESULT = '"joinery result"';
/** The smallest that DuckDB knows: with its own, a few rows would take half a mebibyte. */
const SMALL_BLOCK_BYTES = 16_384;

/** Statements that tell an instance where it spills. */
export const spilling = (folder: string, mostBytes: number): readonly string[] => [
  `SET temp_directory = ${quoteLiteral(folder)}`,
  `SET max_temp_directory_size = '${Math.floor(mostBytes / 1_048_576)}MiB'`,
];

/** The first CSV that an instance reads takes it 2 ms longer than the next one. */
async function readNothing(connection: DuckDBConnection, empty: string): Promise<void> {
  writeFileSync(empty, '', { mode: 0o600 });
  try {
    const columns = [{ name: 'c0', stagedType: 'VARCHAR', type: 'VARCHAR' }];
    await connection.run(`FROM ${readCsvSql({ path: empty, sizeBytes: 0 }, 's0', { columns }, [0])}`);
  } finally {
    rmSync(empty, { force: true });
  }
}

/** By name; they belong to no instance. */
const types = new Map<string, DuckDBType>();

/**
 * A DuckDB of its own for one run: its memory, its spill folder, its locked settings, and an empty file for a small result, attached as `SMALL_RESULT`. Whoever takes it disposes it. It
 * works with one thread until it is told to use more: where little is to be done, starting and waking others takes longer than the work, and DuckDB's calling thread spins meanwhile.
 */
export class RunInstance implements AsyncDisposable {
  readonly #instance: DuckDBInstance;
  readonly #others = new Set<DuckDBConnection>();
  /** The connection that the statement runs on. */
  readonly connection: DuckDBConnection;
  /** File of `SMALL_RESULT`. */
  readonly resultPath: string;
  #threads: Promise<unknown> | undefined;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, resultPath: string) {
    this.#instance = instance;
    this.connection = connection;
    this.resultPath = resultPath;
  }

  /** `resultPath`: where the file for a small result is made. It goes with the instance, unless it was moved away. */
  static async create(limits: RunLimits, resultPath: string): Promise<RunInstance> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: `${Math.floor(limits.runMemoryBytes / 1_048_576)}MiB`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    // To find the best compression of a thousand rows takes 9 ms, twice as long as to write them as they are (16 columns).
    await connection.run(
      `SET TimeZone = 'UTC'; SET explain_output = 'all'; SET errors_as_json = true; SET force_compression = 'uncompressed';
      ATTACH ${quoteLiteral(resultPath)} AS ${SMALL_RESULT} (RECOVERY_MODE no_wal_writes, BLOCK_SIZE ${SMALL_BLOCK_BYTES})`,
    );
    await readNothing(connection, `${resultPath}.csv`);
    return new RunInstance(instance, connection, resultPath);
  }

  /** Lets it use so many threads, when first asked; before it is locked. */
  async addThreads(count: number): Promise<void> {
    this.#threads ??= this.beside((connection) => connection.run(`SET threads = ${count}`));
    await this.#threads;
  }

  /** Statements that give it as many threads as it is to have from now on. */
  threading(count: number): readonly string[] {
    return [`SET threads = ${count}`];
  }

  /** Statements that close every door but those named; from then on no statement can open one. */
  locking(doors: OpenDoors): readonly string[] {
    const list = (paths: readonly string[]): string => `[${paths.map(quoteLiteral).join(', ')}]`;
    const files = [this.resultPath, `${this.resultPath}.wal`, ...doors.files];
    return [
      `SET allowed_directories = ${list(doors.folders)}`,
      `SET allowed_paths = ${list(files)}`,
      'SET enable_external_access = false',
      'SET lock_configuration = true',
    ];
  }

  /** Works on a connection of its own, beside others. */
  async beside<T>(task: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.#instance.connect();
    this.#others.add(connection);
    try {
      return await task(connection);
    } finally {
      this.#others.delete(connection);
      connection.closeSync();
    }
  }

  async type(name: string): Promise<DuckDBType> {
    const known = types.get(name);
    if (known !== undefined) return known;
    const type = (await this.connection.runAndReadAll(`SELECT NULL::${name}`)).columnType(0);
    types.set(name, type);
    return type;
  }

  /** Stops whatever runs here. */
  interrupt(): void {
    for (const connection of [this.connection, ...this.#others]) connection.interrupt();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connection.closeSync();
    this.#instance.closeSync();
    await Promise.all([this.resultPath, `${this.resultPath}.wal`].map((file) => rm(file, { force: true })));
  }
}

import { type DuckDBConnection, DuckDBInstance, type DuckDBType } from '@duckdb/node-api';
import { quoteLiteral } from '../duckdb.ts';

export interface RunLimits {
  readonly runMemoryBytes: number;
  readonly runSpillBytes: number;
}

export interface OpenDoors {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** By name; they belong to no instance. */
const types = new Map<string, DuckDBType>();

/** A DuckDB of its own for one run: its memory, its spill folder, its locked settings. Whoever takes it disposes it. */
export class RunInstance implements AsyncDisposable {
  readonly #instance: DuckDBInstance;
  readonly #others = new Set<DuckDBConnection>();
  /** The connection that the statement runs on. */
  readonly connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.connection = connection;
  }

  static async create(limits: RunLimits): Promise<RunInstance> {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: `${Math.floor(limits.runMemoryBytes / 1_048_576)}MiB`,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'; SET explain_output = 'all'; SET errors_as_json = true");
    return new RunInstance(instance, connection);
  }

  /** Where it spills, and how many threads it has. */
  async configure(options: {
    readonly spillDir: string;
    readonly spillBytes: number;
    readonly threads: number;
  }): Promise<void> {
    await this.connection.run(
      `SET temp_directory = ${quoteLiteral(options.spillDir)}; SET max_temp_directory_size = '${Math.floor(options.spillBytes / 1_048_576)}MiB'; ` +
        `SET threads = ${options.threads}`,
    );
  }

  /** Closes every door but those named; from then on no statement can open one. */
  async lock(doors: OpenDoors): Promise<void> {
    const list = (paths: readonly string[]): string => `[${paths.map(quoteLiteral).join(', ')}]`;
    await this.connection.run(
      `SET allowed_directories = ${list(doors.folders)}; SET allowed_paths = ${list(doors.files)}; ` +
        'SET enable_external_access = false; SET lock_configuration = true',
    );
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
  }
}

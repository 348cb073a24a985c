/**
 * A copy of the figures in an in-memory DuckDB, which aggregates a million of them where SQLite would hold up the process. SQLite stays the
 * truth: whoever asks gets all that was committed before.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Extent, FigureSource, GROUP_ROWS } from './figure-source.ts';
import { createTables, FigureAppender } from './figure-tables.ts';

/** A million runs with two sources each take about 250 MB. */
const MEMORY_LIMIT = '1GB';
/** Small enough that a flush holds up nobody. */
const FLUSH_BATCHES = 8;

/** A row of an answer: lists (percentiles) as arrays. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks in DuckDB SQL over the tables of `figure-tables.ts`. */
export interface Reader {
  rows(sql: string, values?: Record<string, string>): Promise<Row[]>;
  readonly source: FigureSource;
}

interface Opened {
  readonly source: FigureSource;
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

export class FigureStore {
  readonly #path: string;
  #opened: Opened | undefined;
  #isClosed = false;
  /** One thing at a time on the one connection. */
  #last: Promise<unknown> = Promise.resolve();
  #version: number | undefined;
  #lastRow = 0n;
  #lastRunId: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Brings the copy up to date, then lets `task` read it. */
  read<T>(task: (reader: Reader) => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      const { source, connection } = await this.#current();
      return task({
        source,
        rows: async (sql, values = {}) => (await connection.runAndReadAll(sql, values)).getRowObjectsJS(),
      });
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Waits for whoever reads; a first fill stops. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#drop();
  }

  async #current(): Promise<Opened> {
    try {
      this.#opened ??= await open(this.#path);
      await this.#catchUp(this.#opened.source, this.#opened.connection);
      return this.#opened;
    } catch (thrown) {
      // Half a copy is none: the next reader begins anew.
      this.#drop();
      throw thrown;
    }
  }

  #drop(): void {
    this.#opened?.connection.closeSync();
    this.#opened?.instance.closeSync();
    this.#opened?.source.close();
    this.#opened = undefined;
    this.#version = undefined;
    this.#lastRow = 0n;
    this.#lastRunId = undefined;
  }

  async #catchUp(source: FigureSource, connection: DuckDBConnection): Promise<void> {
    const version = source.version();
    if (version === this.#version) return;
    // A rowid is given again only if the last row has gone.
    if (this.#lastRow > 0n && source.runIdOf(this.#lastRow) !== this.#lastRunId) {
      const group = this.#lastRow / BigInt(GROUP_ROWS);
      await this.#forget(connection, [Number(group)]);
      this.#lastRow = group * BigInt(GROUP_ROWS) - 1n;
    }
    const extent = source.extent();
    await this.#fill(source, connection, this.#lastRow, extent.lastRow);
    this.#lastRow = extent.lastRow;
    this.#lastRunId = source.runIdOf(extent.lastRow);
    await this.#dropGone(source, connection, extent);
    this.#version = version;
  }

  async #fill(source: FigureSource, connection: DuckDBConnection, after: bigint, upTo: bigint): Promise<void> {
    if (after >= upTo) return;
    const appender = await FigureAppender.open(connection);
    try {
      for (let at = after, batches = 1; at < upTo; batches += 1) {
        if (this.#isClosed) throw new Error('The history is closed');
        const { runs, sources, lastRow } = source.batch(at, upTo);
        appender.append('run', runs);
        appender.append('source', sources);
        if (batches % FLUSH_BATCHES === 0) appender.flush();
        at = lastRow;
        await nextTurn();
      }
      appender.flush();
    } finally {
      appender.close();
    }
  }

  /** Rows that were replaced or deleted since: where a group of rowids has another number of runs, it is read anew. */
  async #dropGone(source: FigureSource, connection: DuckDBConnection, extent: Extent): Promise<void> {
    const [held] = await rowsOf(connection, 'SELECT count(*) FROM run');
    if (Number(held?.[0]) === extent.runs) return;
    const kept = source.groups();
    const copied = await rowsOf(connection, `SELECT "runRow" // ${GROUP_ROWS}, count(*) FROM run GROUP BY 1`);
    const groups = copied
      .filter(([group, runs]) => kept.get(Number(group)) !== Number(runs))
      .map(([group]) => Number(group));
    await this.#forget(connection, groups);
    for (const group of groups) {
      const upTo = BigInt((group + 1) * GROUP_ROWS - 1);
      await this.#fill(
        source,
        connection,
        BigInt(group * GROUP_ROWS - 1),
        upTo < extent.lastRow ? upTo : extent.lastRow,
      );
    }
  }

  async #forget(connection: DuckDBConnection, groups: readonly number[]): Promise<void> {
    for (const table of groups.length === 0 ? [] : ['run', 'source']) {
      await connection.run(`DELETE FROM ${table} WHERE "runRow" // ${GROUP_ROWS} IN (${groups.join(', ')})`);
    }
  }
}

async function open(path: string): Promise<Opened> {
  const source = new FigureSource(path);
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '2',
      memory_limit: MEMORY_LIMIT,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      enable_external_access: 'false',
    });
    const connection = await instance.connect();
    await createTables(connection);
    return { source, instance, connection };
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<unknown[][]> =>
  (await connection.runAndReadAll(sql)).getRowsJS();

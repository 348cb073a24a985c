/**
 * A copy of the figures in a DuckDB, which aggregates a million of them where SQLite would hold up the process. The history stays the
 * truth: whoever asks gets all that was committed before.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openCopy, removeCopy } from './copy-file.ts';
import { type Extent, type FigurePlace, type FigureSource, GROUP_ROWS } from './figure-source.ts';
import { addLines } from './figure-tables.ts';

/** A row of an answer: lists (percentiles) as arrays. */
export type Row = Readonly<Record<string, unknown>>;

/** Asks in DuckDB SQL over the tables of `figure-tables.ts`. */
export interface Reader {
  rows(sql: string, values?: Record<string, string>): Promise<Row[]>;
  readonly source: FigureSource;
}

/** Runs copied, of those there are to copy. */
export interface CopyProgress {
  readonly copied: number;
  readonly of: number;
}

const BATCHES_PER_COMMIT = 16;

interface Opened {
  readonly source: FigureSource;
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

export class FigureStore {
  readonly #place: FigurePlace;
  #opened: Opened | undefined;
  #isClosed = false;
  /** One thing at a time on the one connection. */
  #last: Promise<unknown> = Promise.resolve();
  #version: number | undefined;
  #lastRow = 0n;
  #lastRunId: string | undefined;
  #progress: CopyProgress | undefined;

  constructor(place: FigurePlace) {
    this.#place = place;
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

  /** How far the copying is that goes on now. */
  progress(): CopyProgress | undefined {
    return this.#progress;
  }

  /** What rows say that were copied has changed: the next reader has all of them copied anew. */
  renew(): Promise<void> {
    const turn = this.#last.then(() => {
      this.#drop();
      return removeCopy(this.#place.copyPath);
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
      if (this.#opened === undefined) {
        this.#opened = await open(this.#place);
        await this.#goOn(this.#opened);
      }
      await this.#catchUp(this.#opened.source, this.#opened.connection);
      return this.#opened;
    } catch (thrown) {
      // Half a copy is none: the next reader begins anew.
      this.#drop();
      throw thrown;
    }
  }

  /** Where the copy of an earlier process ended: all up to its last run is looked through as after any other change. */
  async #goOn({ connection, source }: Opened): Promise<void> {
    const [last] = await rowsOf(connection, 'SELECT max("runRow") FROM run');
    const lastRow = BigInt(String(last?.[0] ?? 0));
    // The last group is read anew, so that a last row which was given to another run since is noticed.
    const group = lastRow / BigInt(GROUP_ROWS);
    await this.#forget(connection, lastRow === 0n ? [] : [Number(group)]);
    this.#lastRow = lastRow === 0n ? 0n : group * BigInt(GROUP_ROWS) - 1n;
    this.#lastRunId = await source.runIdOf(this.#lastRow);
  }

  #drop(): void {
    this.#opened?.connection.closeSync();
    this.#opened?.instance.closeSync();
    this.#opened?.source.close();
    this.#opened = undefined;
    this.#version = undefined;
    this.#lastRow = 0n;
    this.#lastRunId = undefined;
    this.#progress = undefined;
  }

  async #catchUp(source: FigureSource, connection: DuckDBConnection): Promise<void> {
    const version = await source.version();
    if (version !== undefined && version === this.#version) return;
    // A rowid is given again only if the last row has gone.
    const lastRunId = this.#lastRow > 0n ? await source.runIdOf(this.#lastRow) : undefined;
    if (this.#lastRunId !== undefined && lastRunId !== this.#lastRunId) {
      const group = this.#lastRow / BigInt(GROUP_ROWS);
      await this.#forget(connection, [Number(group)]);
      this.#lastRow = group * BigInt(GROUP_ROWS) - 1n;
    }
    const extent = await source.extent();
    await this.#fill(source, connection, this.#lastRow, extent.lastRow);
    this.#lastRow = extent.lastRow;
    this.#lastRunId = await source.runIdOf(extent.lastRow);
    await this.#dropGone(source, connection, extent);
    this.#version = version;
  }

  async #fill(source: FigureSource, connection: DuckDBConnection, after: bigint, upTo: bigint): Promise<void> {
    if (after >= upTo) return;
    // Runs with their sources or not at all: the copy may outlive this process.
    await connection.run('BEGIN');
    let batches = 0;
    for (let at = after; at < upTo; ) {
      if (this.#isClosed) throw new Error('The history is closed');
      const batch = await source.batch(at, upTo);
      await addLines(connection, batch);
      batches += 1;
      // Each commit waits for the disk.
      if (batches % BATCHES_PER_COMMIT === 0) await connection.run('COMMIT; BEGIN');
      at = batch.lastRow;
      this.#progress = { copied: Number(at - after), of: Number(upTo - after) };
      await nextTurn();
    }
    await connection.run('COMMIT');
    this.#progress = undefined;
  }

  /** Rows that were replaced or deleted since: where a group of rowids has another number of runs, it is read anew. */
  async #dropGone(source: FigureSource, connection: DuckDBConnection, extent: Extent): Promise<void> {
    const [held] = await rowsOf(connection, 'SELECT count(*) FROM run');
    if (Number(held?.[0]) === extent.runs) return;
    const kept = await source.groups();
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

async function open(place: FigurePlace): Promise<Opened> {
  const source = await place.open();
  try {
    const { instance, connection } = await openCopy(place.copyPath);
    return { source, instance, connection };
  } catch (thrown) {
    source.close();
    throw thrown;
  }
}

const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<unknown[][]> =>
  (await connection.runAndReadAll(sql)).getRowsJS();

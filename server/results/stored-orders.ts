import type { DuckDBConnection } from '@duckdb/node-api';
import { Cancelled } from '../errors.ts';
import type { ResultDatabase } from './result-database.ts';
import { quoteName } from './result-database.ts';
import { stoppable } from './stoppable.ts';

/** Row numbers kept of all views together, four bytes each; the newest view is kept whatever its size. */
const MAX_KEPT_ROWS = 40_000_000;
const MAX_KEPT_ORDERS = 24;

/** A view made ready: a table of the result's row numbers (`r`), in the order shown. */
export interface StoredOrder {
  readonly table: string;
  readonly rows: number;
}

interface Entry {
  readonly name: string;
  readonly stop: AbortController;
  readonly order: Promise<StoredOrder>;
  rows: number;
  waiting: number;
  users: number;
  isDropped: boolean;
}

/**
 * Row numbers of sorted and filtered results, so that a window costs the same at any depth. Readers that ask for the same view share one
 * sorting, which is stopped when the last of them gives up. What was not used for longest goes first.
 */
export class StoredOrders {
  readonly #database: ResultDatabase;
  readonly #entries = new Map<string, Entry>();
  #made = 0;

  constructor(database: ResultDatabase) {
    this.#database = database;
  }

  /** Lends the order that `select` (one column `r`) gives to `use`. Rejects with `Cancelled` on abort. */
  async with<Value>(
    select: string,
    signal: AbortSignal | undefined,
    use: (order: StoredOrder) => Promise<Value>,
  ): Promise<Value> {
    if (signal?.aborted === true) throw new Cancelled();
    const entry = this.#entries.get(select) ?? this.#make(select);
    this.#entries.delete(select);
    this.#entries.set(select, entry);
    entry.users += 1;
    try {
      const order = await this.#wait(entry, select, signal);
      this.#dropSurplus(entry);
      return await use(order);
    } finally {
      entry.users -= 1;
      if (entry.isDropped && entry.users === 0) void this.#remove(entry);
    }
  }

  async #wait(entry: Entry, select: string, signal: AbortSignal | undefined): Promise<StoredOrder> {
    entry.waiting += 1;
    let giveUp: (() => void) | undefined;
    const stopped = new Promise<never>((_, reject) => {
      giveUp = () => reject(new Cancelled());
      signal?.addEventListener('abort', giveUp, { once: true });
    });
    try {
      return await Promise.race([entry.order, stopped]);
    } catch (thrown) {
      if (signal?.aborted === true && entry.waiting === 1 && entry.rows < 0) {
        if (this.#entries.get(select) === entry) this.#entries.delete(select);
        entry.stop.abort();
      }
      throw thrown;
    } finally {
      entry.waiting -= 1;
      if (giveUp) signal?.removeEventListener('abort', giveUp);
    }
  }

  #make(select: string): Entry {
    this.#made += 1;
    const name = `memory.main.${quoteName(`order_${this.#made}`)}`;
    const stop = new AbortController();
    const make = async (connection: DuckDBConnection): Promise<number> => {
      await connection.run(`CREATE TABLE ${name} AS ${select}`);
      const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${name}`);
      return Number(counted.value(0, 0));
    };
    const order = this.#database.heavy
      .run(stop.signal, () => stoppable(this.#database, stop.signal, make))
      .then((rows) => {
        entry.rows = rows;
        return { table: name, rows };
      });
    const entry: Entry = { name, stop, order, rows: -1, waiting: 0, users: 0, isDropped: false };
    order.catch(() => {
      if (this.#entries.get(select) === entry) this.#entries.delete(select);
    });
    return entry;
  }

  #dropSurplus(newest: Entry): void {
    let rows = 0;
    let kept = 0;
    for (const [select, entry] of [...this.#entries].reverse()) {
      rows += Math.max(0, entry.rows);
      kept += 1;
      if (entry === newest || entry.rows < 0 || (rows <= MAX_KEPT_ROWS && kept <= MAX_KEPT_ORDERS)) continue;
      this.#entries.delete(select);
      entry.isDropped = true;
      if (entry.users === 0) void this.#remove(entry);
    }
  }

  async #remove(entry: Entry): Promise<void> {
    // It fails only on an instance that is closed, which frees everything itself.
    await stoppable(this.#database, undefined, (connection) => connection.run(`DROP TABLE ${entry.name}`)).catch(
      () => undefined,
    );
  }
}

import type { JsonCell } from '../../../lib/contract/result.ts';

export interface WindowRequest {
  readonly offset: number;
  readonly limit: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}
/** Reads one window; rejects when `signal` aborts. */
export type FetchWindow = (request: WindowRequest, signal: AbortSignal) => Promise<readonly (readonly JsonCell[])[]>;

/** Rows and column positions (both ends included) that the viewport needs, nearest to the eye first. */
export interface WantedArea {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly columns: readonly number[];
}

const COLUMNS_PER_TILE = 32;
const CELLS_PER_TILE = 4000;
const MIN_TILE_ROWS = 100;
const MAX_TILE_ROWS = 400;
/** Cells kept in memory: beyond it the tiles not looked at for longest go. */
const MAX_CACHED_CELLS = 1_000_000;
const MAX_IN_FLIGHT = 4;
/** A burst of scrolling asks at most this often. */
const START_DELAY_MS = 40;

/**
 * A stored result seen through a bounded cache of tiles. `want` names what the viewport needs: missing tiles are fetched nearest first, and
 * requests for what has been scrolled past are aborted.
 */
export class ResultWindows {
  readonly rowsPerTile: number;
  readonly columnsPerTile: number;
  #tiles = new Map<string, readonly (readonly JsonCell[])[]>();
  #flights = new Map<string, AbortController>();
  #wanted: string[] = [];
  #cachedCells = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<() => void>();
  #version = 0;
  #failure: unknown;

  private readonly rowCount: number;
  private readonly columnCount: number;
  private readonly fetchWindow: FetchWindow;

  constructor(rowCount: number, columnCount: number, fetchWindow: FetchWindow) {
    this.rowCount = rowCount;
    this.columnCount = columnCount;
    this.fetchWindow = fetchWindow;
    this.columnsPerTile = Math.max(1, Math.min(columnCount, COLUMNS_PER_TILE));
    const rows = Math.floor(CELLS_PER_TILE / this.columnsPerTile);
    this.rowsPerTile = Math.max(MIN_TILE_ROWS, Math.min(rows, MAX_TILE_ROWS));
  }

  /** Value of a cell, or undefined while it is not loaded. */
  cell(row: number, column: number): JsonCell | undefined {
    const tileColumn = Math.floor(column / this.columnsPerTile);
    const tile = this.#tiles.get(`${Math.floor(row / this.rowsPerTile)}:${tileColumn}`);
    return tile?.[row % this.rowsPerTile]?.[column - tileColumn * this.columnsPerTile];
  }

  /** Tiles that these columns lie in. */
  tileColumns(columns: readonly number[]): readonly number[] {
    return [...new Set(columns.map((column) => Math.floor(column / this.columnsPerTile)))];
  }

  /** Changes when one of these tiles comes or goes for this row: what a row compares to know whether to draw again. */
  rowState(row: number, tileColumns: readonly number[]): string {
    const tileRow = Math.floor(row / this.rowsPerTile);
    let state = '';
    for (const tileColumn of tileColumns) state += this.#tiles.has(`${tileRow}:${tileColumn}`) ? '1' : '0';
    return state;
  }

  want(area: WantedArea): void {
    const wanted: string[] = [];
    const wantedColumns = this.tileColumns(area.columns);
    const lastRow = Math.min(area.lastRow, this.rowCount - 1);
    const middle = (Math.max(0, area.firstRow) + lastRow) / 2 / this.rowsPerTile - 0.5;
    const first = Math.floor(Math.max(0, area.firstRow) / this.rowsPerTile);
    const last = Math.floor(lastRow / this.rowsPerTile);
    const tileRows = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    tileRows.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const tileRow of tileRows) for (const tileColumn of wantedColumns) wanted.push(`${tileRow}:${tileColumn}`);
    this.#wanted = wanted;
    for (const [key, flight] of this.#flights) {
      if (wanted.includes(key)) continue;
      flight.abort();
      this.#flights.delete(key);
    }
    for (const key of wanted) this.#touch(key);
    if (this.#failure === undefined) this.#timer ??= setTimeout(() => this.#startFlights(), START_DELAY_MS);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  /** Grows with each tile that comes and each failure. */
  version = (): number => this.#version;
  /** Why the last window could not be read; nothing more is asked for until `retry`. */
  failure = (): unknown => this.#failure;

  retry(): void {
    this.#failure = undefined;
    this.#changed();
    this.#startFlights();
  }

  /** Aborts what is under way. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const flight of this.#flights.values()) flight.abort();
    this.#flights.clear();
  }

  #touch(key: string): void {
    const tile = this.#tiles.get(key);
    if (tile === undefined) return;
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
  }

  #startFlights(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const key of this.#wanted) {
      if (this.#failure !== undefined || this.#flights.size >= MAX_IN_FLIGHT) return;
      if (!this.#tiles.has(key) && !this.#flights.has(key)) void this.#fly(key);
    }
  }

  async #fly(key: string): Promise<void> {
    const flight = new AbortController();
    this.#flights.set(key, flight);
    const [tileRow = 0, tileColumn = 0] = key.split(':').map(Number);
    const firstColumn = tileColumn * this.columnsPerTile;
    const offset = tileRow * this.rowsPerTile;
    const request: WindowRequest = {
      offset,
      limit: Math.min(this.rowsPerTile, this.rowCount - offset),
      firstColumn,
      lastColumn: Math.min(firstColumn + this.columnsPerTile, this.columnCount) - 1,
    };
    try {
      const rows = await this.fetchWindow(request, flight.signal);
      if (!flight.signal.aborted) this.#store(key, rows);
    } catch (thrown) {
      if (flight.signal.aborted) return;
      this.#failure = thrown ?? new Error('The rows could not be read.');
      this.#changed();
    } finally {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    }
    this.#startFlights();
  }

  #store(key: string, rows: readonly (readonly JsonCell[])[]): void {
    this.#tiles.set(key, rows);
    this.#cachedCells += rows.length * (rows[0]?.length ?? 0);
    for (const [old, tile] of this.#tiles) {
      if (this.#cachedCells <= MAX_CACHED_CELLS) break;
      if (this.#wanted.includes(old)) continue;
      this.#tiles.delete(old);
      this.#cachedCells -= tile.length * (tile[0]?.length ?? 0);
    }
    this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

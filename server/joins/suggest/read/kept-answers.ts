/**
 * Answers of the sources kept for the next "Suggest join" on the same tables: in memory only, for some minutes, and no longer than the metadata
 * of the connection stands.
 */
import type { ReadRows } from './table-reader.ts';

export interface KeptAnswersOptions {
  /** When the connection was introspected last; undefined = nothing is kept of it. */
  readonly versionOf: (connection: string) => string | undefined;
  readonly maxAgeMs?: number | undefined;
  /** Cells of all answers together. */
  readonly maxCells?: number | undefined;
  readonly now?: (() => number) | undefined;
}

/** Values of the sources stay in memory no longer than this. */
const MAX_AGE_MS = 10 * 60_000;
const MAX_CELLS = 1_000_000;

interface Kept {
  readonly connection: string;
  readonly version: string;
  readonly atMs: number;
  readonly cells: number;
  readonly answer: ReadRows;
}

export class KeptAnswers {
  readonly #options: KeptAnswersOptions;
  readonly #maxAgeMs: number;
  readonly #maxCells: number;
  readonly #now: () => number;
  /** Those used last stand last. */
  readonly #kept = new Map<string, Kept>();
  #cells = 0;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: KeptAnswersOptions) {
    this.#options = options;
    this.#maxAgeMs = options.maxAgeMs ?? MAX_AGE_MS;
    this.#maxCells = options.maxCells ?? MAX_CELLS;
    this.#now = options.now ?? (() => performance.now());
  }

  get(connection: string, question: string): ReadRows | undefined {
    const key = keyOf(connection, question);
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#remove(key);
    if (this.#isOver(kept)) return undefined;
    this.#add(key, kept);
    return kept.answer;
  }

  keep(connection: string, question: string, answer: ReadRows): void {
    const version = this.#options.versionOf(connection);
    const cells = answer.rows.reduce((sum, row) => sum + row.length, 1);
    if (version === undefined || cells > this.#maxCells / 4) return;
    const key = keyOf(connection, question);
    this.#remove(key);
    this.#add(key, { connection, version, atMs: this.#now(), cells, answer });
    for (const [oldest] of this.#kept) {
      if (this.#cells <= this.#maxCells) break;
      this.#remove(oldest);
    }
    this.#sweepLater();
  }

  /** Drops what is too old or of metadata that were read anew. */
  dropOld(): void {
    for (const [key, kept] of this.#kept) if (this.#isOver(kept)) this.#remove(key);
  }

  #isOver({ connection, version, atMs }: Kept): boolean {
    return this.#now() - atMs >= this.#maxAgeMs || this.#options.versionOf(connection) !== version;
  }

  #add(key: string, kept: Kept): void {
    this.#kept.set(key, kept);
    this.#cells += kept.cells;
  }

  #remove(key: string): void {
    this.#cells -= this.#kept.get(key)?.cells ?? 0;
    this.#kept.delete(key);
  }

  /** Nobody has to ask for what is too old to go. */
  #sweepLater(): void {
    this.#sweep ??= setTimeout(() => {
      this.#sweep = undefined;
      this.dropOld();
      if (this.#kept.size > 0) this.#sweepLater();
    }, this.#maxAgeMs / 4).unref();
  }
}

const keyOf = (connection: string, question: string): string => `${connection}\u0001${question}`;

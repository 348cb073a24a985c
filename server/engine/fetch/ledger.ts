import type { Fetch, Reducer, SourceStatistics } from '../../../lib/contract/run.ts';

/** A row of the ledger while its fetch goes. */
export class LedgerEntry {
  #state: Fetch;
  #startedMs: number | undefined;
  #waitingSinceMs: number | undefined;
  #waitedMs = 0;
  /** Until the first bytes. */
  #firstMs: number | undefined;
  /** Waited for all bytes after the first. */
  #transferMs = 0;

  constructor(
    initial: Pick<
      Fetch,
      'index' | 'connection' | 'relation' | 'title' | 'sql' | 'pushed' | 'kept' | 'estimatedRows' | 'reducers'
    >,
  ) {
    this.#state = { ...initial, status: 'planned', rows: 0, bytes: 0, ms: 0, capped: false };
  }

  start(sql: string, readAt: Date): void {
    this.#startedMs ??= performance.now();
    this.#state = { ...this.#state, sql, readAt: readAt.toISOString(), status: 'running' };
  }

  wait(): void {
    this.#startedMs = performance.now();
    this.onWait(true);
    this.#state = { ...this.#state, status: 'waiting' };
  }

  /** Whether the source is what is waited for now: told for each block of bytes. */
  readonly onWait = (isWaiting: boolean): void => {
    const nowMs = performance.now();
    if (!isWaiting) this.#came(nowMs);
    this.#waitingSinceMs = isWaiting ? nowMs : undefined;
  };

  /** The source is read in place: no bytes are waited for. */
  readInPlace(): void {
    this.#waitingSinceMs = undefined;
    this.#state = { ...this.#state, isInPlace: true };
  }

  /** What was waited for until now has come, or has ended. */
  #came(nowMs: number): void {
    if (this.#startedMs === undefined || this.#waitingSinceMs === undefined) return;
    if (this.#firstMs === undefined) this.#firstMs = nowMs - this.#startedMs;
    else this.#transferMs += nowMs - this.#waitingSinceMs;
  }

  /** How long the source had been silent when the fetch ended; 0 if it was not. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  addBytes(bytes: number): void {
    this.#state = { ...this.#state, bytes: this.#state.bytes + bytes };
  }

  progress(rows: number | undefined): void {
    if (rows !== undefined) this.#state = { ...this.#state, rows };
  }

  /** What became of the keys of another fetch. `unsent`: what was planned to be said of them, where they were not sent after all. */
  reduced(from: number, column: string, sent: Pick<Reducer, 'form' | 'keys'>, unsent?: string): void {
    const reducers = this.#state.reducers?.map((reducer) =>
      reducer.from === from && reducer.column === column ? { ...withoutKeys(reducer), ...sent } : reducer,
    );
    const pushed = this.#state.pushed.filter((filter) => filter !== unsent);
    if (reducers !== undefined) this.#state = { ...this.#state, reducers, pushed };
  }

  addSourceStatistics(source: SourceStatistics): void {
    this.#state = { ...this.#state, source };
  }

  end(
    status: 'done' | 'failed' | 'cancelled',
    details: { readonly rows?: number | undefined; readonly capped?: boolean } = {},
  ): void {
    if (['done', 'failed', 'cancelled'].includes(this.#state.status)) return;
    const nowMs = performance.now();
    this.#waitedMs = this.#waitingSinceMs === undefined ? 0 : nowMs - this.#waitingSinceMs;
    this.#came(nowMs);
    this.#waitingSinceMs = undefined;
    this.#state = {
      ...this.#state,
      ...(this.#firstMs === undefined ? {} : { waitMs: this.#firstMs, transferMs: this.#transferMs }),
      status,
      ms: this.#elapsed(),
      rows: details.rows ?? this.#state.rows,
      capped: details.capped ?? false,
    };
  }

  get snapshot(): Fetch {
    return this.#state.status === 'running' || this.#state.status === 'waiting'
      ? { ...this.#state, ms: this.#elapsed() }
      : this.#state;
  }

  #elapsed(): number {
    return this.#startedMs === undefined ? 0 : performance.now() - this.#startedMs;
  }
}

const withoutKeys = ({ keys: _keys, ...reducer }: Reducer): Reducer => reducer;

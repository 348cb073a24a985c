import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonCell } from '../../lib/contract/result.ts';
import { packedWidth } from '../connectors/packed-rows.ts';
import { toJoineryError } from '../errors.ts';
import type { EngineDependencies, EngineRequest } from './engine.ts';
import { type Caution, RunAgain, translateExecutionError } from './execute/execution-error.ts';
import { ExecutionLayout } from './execute/lay-out.ts';
import { type Keys, readKeys } from './execute/read-keys.ts';
import { ResultWriter, resultFile } from './execute/result-writer.ts';
import type { RunFolder } from './execute/run-folder.ts';
import { type RunInstance, spilling } from './execute/run-instance.ts';
import { profileInto, scannedRows } from './execute/scan-profile.ts';
import { tooManyRows } from './fetch/fetch-limit.ts';
import { releaseReader } from './fetch/fifo.ts';
import { landIfSmall } from './fetch/landing.ts';
import type { LedgerEntry } from './fetch/ledger.ts';
import { ENOUGH, feedPipe, type OpenFetch, openFetch } from './fetch/open-fetch.ts';
import { addSourceStatistics } from './fetch/source-statistics.ts';
import type { SpareFifos } from './fetch/spare-fifos.ts';
import type { StreamPlace } from './fetch/staging.ts';
import type { PlannedFetch, PlannedStatement } from './plan-statement.ts';
import { amongKeys } from './reduce/filter-shape.ts';
import { mostKeys, takesLongList } from './reduce/key-limits.ts';
import type { KeyReducer } from './reduce/key-reducer.ts';
import type { FetchPlan } from './reduce/plan-fetches.ts';
import { reduceByKeys } from './reduce/reduce-by-keys.ts';
import type { Sessions } from './sessions.ts';

/** What one run holds; the caller owns and disposes it. */
export interface ExecutionContext {
  readonly instance: RunInstance;
  readonly folder: RunFolder;
  readonly sessions: Sessions;
  readonly fifos: SpareFifos;
  readonly dependencies: EngineDependencies;
  /** Rows of the result when the statement was run last, if that is known. */
  readonly seenRows: number | undefined;
}

export interface Written {
  readonly rows: number;
  readonly truncated: boolean;
  readonly resultBytes: number;
  readonly inlineRows?: readonly (readonly JsonCell[])[];
}

/** Steps 6 and 7 of engine.md: fetches in parallel, streamed through pipes, and the user's own statement over them into the stored result. */
export async function executeStatement(
  planned: PlannedStatement,
  request: EngineRequest & Caution,
  context: ExecutionContext,
  signal: AbortSignal,
): Promise<Written> {
  const execution = new Execution(planned, request, context, signal);
  try {
    return await execution.run();
  } finally {
    await execution.close();
  }
}

/** Relations from which on their order is worth knowing the distinct values. */
const JOINS_WORTH_STATISTICS = 3;
/** Up to so many bytes of CSV are worked up by one thread. */
const FEW_BYTES = 524_288;
/** Fewer rows are as soon text. */
const WORTH_PACKING_ROWS = 50_000;
/** What the packed rows of one relation are to take at most, and their share of the run's memory. When they are twice as many after all, they stream instead. */
const PACKED = { bytes: 134_217_728, share: 1 / 8, factor: 2 } as const;
/** Larger ones are streamed, whatever is known of them. */
const LARGEST_TABLE_ROWS = 1_000_000;

class Execution {
  readonly #planned: PlannedStatement;
  readonly #request: EngineRequest & Caution;
  readonly #context: ExecutionContext;
  readonly #signal: AbortSignal;
  /** Ends the fetches: on failure, or with `ENOUGH` when the answer is complete. */
  readonly #stop = new AbortController();
  readonly #fetchSignal: AbortSignal;
  readonly #layout: ExecutionLayout;
  readonly #opening = new Map<string, Promise<OpenFetch>>();
  readonly #opened: OpenFetch[] = [];
  readonly #feeds: Promise<void>[] = [];
  readonly #appends: Promise<void>[] = [];
  /** Views of what has come, while other fetches are on their way. */
  readonly #views: Promise<void>[] = [];
  readonly #fed = new Set<OpenFetch>();
  /** Where each stream is read, known once it has landed or been given a pipe. */
  readonly #places = new Map<string, StreamPlace>();
  /** Keys that were read, by column and type: several fetches may want the same. */
  readonly #keys = new Map<string, Promise<Keys>>();
  #prepared: Promise<void> | undefined;
  #sourceError: unknown;
  #isEnded = false;

  constructor(
    planned: PlannedStatement,
    request: EngineRequest & Caution,
    context: ExecutionContext,
    signal: AbortSignal,
  ) {
    this.#planned = planned;
    this.#request = request;
    this.#context = context;
    this.#signal = signal;
    this.#fetchSignal = AbortSignal.any([signal, this.#stop.signal]);
    this.#layout = new ExecutionLayout(context.instance, (fetch) => this.#placeOf(fetch));
    signal.addEventListener('abort', this.#halt, { once: true });
  }

  async run(): Promise<Written> {
    const { instance, folder, dependencies } = this.#context;
    const { rowLimit, resultPath } = this.#request;
    try {
      const { relations, fetches } = this.#planned;
      this.#prepared = this.#layout.prepare(relations, spilling(folder.spillPath, dependencies.limits.runSpillBytes));
      const [opened] = await Promise.all([Promise.all(fetches.map((fetch) => this.#open(fetch))), this.#prepared]);
      await Promise.all(this.#views);
      const isSmall = this.#isSmall(opened);
      const file = resultFile(instance, folder.file('result.duckdb'), isSmall ? 0 : this.#expectedRows());
      const relationFetches = opened.filter(({ stream }) => stream.kind === 'relation');
      const profile = folder.file('profile.json');
      if (relationFetches.length > 0) await profileInto(instance.connection, profile);
      await Promise.all([this.#materialiseForPlan(opened), ...this.#appends]);
      const files = opened.flatMap(({ stream }) => (stream.kind === 'relation' ? stream.paths : []));
      const locking = instance.locking({ folders: [`${folder.path}/`], files });
      const threads = isSmall ? [] : instance.threading(this.#threads(opened));
      await this.#defineViews(opened, [...file.attach, ...threads, ...locking]);
      for (const fetch of opened) this.#feed(fetch);
      this.#signal.throwIfAborted();
      const result = new ResultWriter(instance.connection, file);
      await result.write(this.#planned.text, this.#planned.plan.columns.length, rowLimit);
      const scanned = relationFetches.length > 0 ? await scannedRows(profile, opened) : undefined;
      const written = await result.cut(rowLimit);
      await this.#finish(scanned);
      const [stored] = await Promise.all([
        resultPath === undefined
          ? result.rows().then((inlineRows) => ({ resultBytes: 0, inlineRows }))
          : result.publish(resultPath).then((resultBytes) => ({ resultBytes })),
        addSourceStatistics(this.#opened, this.#context.dependencies.log).then(() => this.#context.sessions.close()),
      ]);
      return { ...written, ...stored };
    } catch (thrown) {
      throw (
        this.#sourceError ??
        (this.#signal.aborted ? this.#signal.reason : translateExecutionError(thrown, this.#opened))
      );
    }
  }

  async close(): Promise<void> {
    this.#isEnded = true;
    this.#signal.removeEventListener('abort', this.#halt);
    this.#stop.abort();
    await this.#releaseUntil(Promise.allSettled([this.#prepared, ...this.#opening.values()]));
    await Promise.allSettled([
      ...this.#feeds,
      ...this.#appends,
      ...this.#views,
      ...this.#opened.map((fetch) => fetch.bytes?.return?.()),
    ]);
    const isStopped = this.#signal.aborted || this.#sourceError !== undefined;
    for (const { entry } of this.#planned.fetches) entry.end(isStopped ? 'cancelled' : 'failed');
  }

  /** Of the result: a limit or a guess. */
  #expectedRows(): number {
    const { rowLimit, resultPath } = this.#request;
    if (resultPath === undefined) return 0;
    const guess = this.#context.seenRows ?? this.#planned.plan.estimatedRows;
    return Math.min(rowLimit ?? Number.POSITIVE_INFINITY, guess ?? Number.POSITIVE_INFINITY);
  }

  /** Everything is at hand and little is to be done with it: one thread does it sooner than several, of which some wait. */
  #isSmall(opened: readonly OpenFetch[]): boolean {
    if (this.#planned.plan.multipliesRows) return false;
    let bytes = 0;
    for (const { plan, stream } of opened) {
      const landed = stream.kind === 'csv' ? this.#places.get(plan.needs.scan)?.sizeBytes : undefined;
      if (landed === undefined) return false;
      bytes += landed;
    }
    return bytes <= FEW_BYTES;
  }

  /** One for each processor, and one for each pipe that will be read, which waits at it. */
  #threads(opened: readonly OpenFetch[]): number {
    return availableParallelism() + opened.filter((fetch) => this.#isPiped(fetch) && !this.#fed.has(fetch)).length;
  }

  /** While fetches are opened, any of them may get a pipe. */
  #addThreads(): Promise<void> {
    return this.#context.instance.addThreads(availableParallelism() + this.#planned.fetches.length);
  }

  #placeOf(fetch: OpenFetch): StreamPlace {
    const place = this.#places.get(fetch.plan.needs.scan);
    if (place === undefined) throw new Error(`The stream of ${fetch.plan.needs.scan} has no place yet`);
    return place;
  }

  /** A small stream becomes a file, another gets a pipe. Packed rows go into a table, and keys may be read of it. */
  async #place(fetch: OpenFetch): Promise<void> {
    const { scan } = fetch.plan.needs;
    if (fetch.stream.kind === 'packed') await this.#addThreads();
    if (fetch.stream.kind !== 'csv') return;
    const file = this.#context.folder.file(`${scan}.csv`);
    const sizeBytes = await landIfSmall(fetch, file, this.#fetchSignal);
    if (sizeBytes !== undefined) {
      this.#places.set(scan, { path: file, sizeBytes });
      return;
    }
    const path = this.#context.folder.file(scan);
    await Promise.all([this.#context.fifos.take([path]), this.#addThreads()]);
    this.#places.set(scan, { path });
  }

  /**
   * Numbers need not become text on their way where all rows are read anyway: they then go into a table, which DuckDB reads sooner than a stream and whose statistics it knows. What is small
   * lands sooner as it is, and what is large streams.
   */
  #mayPack({ request, needs: { estimatedRows } }: FetchPlan): boolean {
    if (request === undefined || request.kind === 'native' || this.#request.unpacked === true) return false;
    const { reducesAlways } = this.#context.dependencies;
    if (reducesAlways === true && this.#request.pushdown !== 'off') return true;
    if (!this.#planned.plan.readsToEnd || estimatedRows === undefined) return false;
    if (estimatedRows < WORTH_PACKING_ROWS) return false;
    const rowBytes = request.columns.reduce((sum, { type }) => sum + (packedWidth(type) ?? Number.NaN), 0);
    return estimatedRows * rowBytes <= this.#mostPacked();
  }

  #mostPacked(): number {
    return Math.min(PACKED.bytes, PACKED.share * this.#context.dependencies.limits.runMemoryBytes);
  }

  /** Takes packed rows into their table as they come. */
  #append(fetch: OpenFetch): Promise<void> {
    if (fetch.stream.kind !== 'packed') return Promise.resolve();
    const { entry, stream } = fetch;
    const appending = this.#layout.append(fetch, PACKED.factor * this.#mostPacked()).then(
      () => entry.end('done', { rows: stream.rows() }),
      (thrown: unknown) => {
        entry.end(this.#fetchSignal.aborted ? 'cancelled' : 'failed');
        const error = translateExecutionError(thrown, this.#opened);
        this.#fail(error instanceof RunAgain ? error : toJoineryError(error));
        throw error;
      },
    );
    appending.catch(() => {});
    this.#appends.push(appending);
    return appending;
  }

  /**
   * Opens a fetch once, after those whose keys reduce it. One whose keys reduce others is read into a table at once, and what has landed where the order of joins may depend on it; both have their views
   * while others are still on their way.
   */
  #open(fetch: PlannedFetch): Promise<OpenFetch> {
    const { scan } = fetch.plan.needs;
    const known = this.#opening.get(scan);
    if (known !== undefined) return known;
    const opening = this.#openNow(fetch).catch((thrown: unknown) => {
      this.#fail(thrown);
      throw thrown;
    });
    this.#opening.set(scan, opening);
    return opening;
  }

  async #openNow({ plan, entry }: PlannedFetch): Promise<OpenFetch> {
    const { sessions, dependencies } = this.#context;
    const keys = await Promise.all(plan.reducers.map((reducer) => this.#keysOf(reducer, plan, entry)));
    const reduced = reduceByKeys(plan, keys, dependencies.connector);
    for (const [position, reducer] of plan.reducers.entries())
      if (!reduced.used.has(position))
        entry.reduced(this.#indexOf(reducer), reducer.column.name, { form: 'none' }, amongKeys(reducer));
    const stored = (name: string) => dependencies.storedResult(name);
    const open = await openFetch(reduced.plan, entry, sessions, stored, this.#fetchSignal, {
      mayPack: this.#mayPack(reduced.plan),
      shownSql: reduced.shownSql,
    });
    this.#opened.push(open);
    await Promise.all([this.#place(open), this.#prepared]);
    await this.#layout.attachFile(open);
    const isSource = this.#planned.fetches.some((other) =>
      other.plan.reducers.some(({ source }) => source === plan.needs.scan),
    );
    const appending = this.#append(open);
    if (isSource) await appending;
    const isPiped = this.#isPiped(open);
    if (isPiped && !isSource) return open;
    this.#feed(open);
    if (isPiped || this.#planned.fetches.length >= JOINS_WORTH_STATISTICS) await this.#layout.materialise(open);
    const defining = appending.then(() => this.#layout.defineViewsOf(this.#planned.relations, open));
    defining.catch(() => undefined);
    this.#views.push(defining);
    return open;
  }

  async #keysOf(reducer: KeyReducer, target: FetchPlan, entry: LedgerEntry): Promise<Keys> {
    const index = this.#indexOf(reducer);
    const source = this.#planned.fetches[index];
    if (source === undefined) throw new Error(`No fetch reads ${reducer.source}`);
    const open = await this.#open(source);
    const filters = open.plan.needs.filters.length === 1 ? (open.plan.needs.filters[0] ?? []) : [];
    const { column, sourceColumn, computed } = reducer;
    const { dialect } = this.#context.dependencies.connector(target.connection);
    const most = mostKeys(takesLongList(dialect, target.request, column));
    const question = [index, sourceColumn, computed?.sql(String), column.type, most].join('\n');
    const reading =
      this.#keys.get(question) ??
      this.#context.instance.beside((connection) =>
        readKeys(connection, reducer, this.#layout.rowsOf(open), filters, most),
      );
    this.#keys.set(question, reading);
    const keys = { ...(await reading), column: column.name };
    const sent =
      keys.kind === 'in' ? ({ form: 'keys', keys: keys.values.length } as const) : ({ form: 'bounds' } as const);
    entry.reduced(index, column.name, sent);
    return keys;
  }

  /** Place of the fetch whose keys are taken. */
  #indexOf({ source }: KeyReducer): number {
    return this.#planned.fetches.findIndex(({ plan }) => plan.needs.scan === source);
  }

  #isPiped(fetch: OpenFetch): boolean {
    return fetch.stream.kind === 'csv' && this.#placeOf(fetch).sizeBytes === undefined;
  }

  /**
   * Of a stream DuckDB knows how many rows it is told to expect, of a table also how many distinct values a column has. Where several relations are joined, that
   * decides between a good order and one that multiplies rows, so all but the largest become tables; the largest streams past them. What has landed is one by now.
   */
  async #materialiseForPlan(opened: readonly OpenFetch[]): Promise<void> {
    if (opened.length < JOINS_WORTH_STATISTICS) return;
    const rowsOf = ({ plan }: OpenFetch): number => plan.needs.estimatedRows ?? Number.MAX_SAFE_INTEGER;
    const streams = opened.filter(({ stream }) => stream.kind !== 'relation').sort((a, b) => rowsOf(a) - rowsOf(b));
    const smaller = streams.slice(0, opened.length === streams.length ? -1 : undefined);
    const tables = smaller.filter(
      (fetch) => this.#isPiped(fetch) && rowsOf(fetch) <= LARGEST_TABLE_ROWS && !this.#fed.has(fetch),
    );
    for (const fetch of tables) this.#feed(fetch);
    await Promise.all(tables.map((fetch) => this.#layout.materialise(fetch)));
  }

  /** What the statement's names mean, from here on with every other door closed. A pipe can be read once; what the plan reads more often becomes a table first. */
  async #defineViews(opened: readonly OpenFetch[], before: readonly string[]): Promise<void> {
    await this.#layout.defineViews(this.#planned.relations, opened, before);
    if (!opened.some((fetch) => this.#isPiped(fetch) && !this.#fed.has(fetch))) return;
    const readers = await this.#layout.countReaders(this.#planned.text, opened);
    const repeated = opened.filter(({ plan }) => (readers.get(plan.needs.scan) ?? 0) > 1);
    if (repeated.length === 0) return;
    for (const fetch of repeated) this.#feed(fetch);
    await Promise.all(repeated.map((fetch) => this.#layout.materialise(fetch)));
    await this.#layout.defineViews(this.#planned.relations, opened);
  }

  #feed(fetch: OpenFetch): void {
    if (this.#fed.has(fetch) || !this.#isPiped(fetch)) return;
    this.#fed.add(fetch);
    this.#feeds.push(
      feedPipe(fetch, this.#placeOf(fetch).path, this.#fetchSignal).catch((thrown: unknown) => this.#fail(thrown)),
    );
  }

  /** The answer is complete if no source failed on the way; streams that still flow are not needed. */
  async #finish(scanned: ReadonlyMap<OpenFetch, number> | undefined): Promise<void> {
    this.#isEnded = true;
    if (this.#sourceError !== undefined) throw this.#sourceError;
    this.#stop.abort(ENOUGH);
    await Promise.all(this.#feeds);
    if (this.#sourceError !== undefined) throw this.#sourceError;
    for (const fetch of this.#opened)
      fetch.entry.end('done', { rows: scanned?.get(fetch), capped: fetch.stream.kind === 'csv' });
    for (const { stream, entry, plan } of this.#opened) {
      const maxRows = stream.kind === 'relation' ? stream.maxRows : undefined;
      if (maxRows !== undefined && entry.snapshot.rows > maxRows) throw tooManyRows(plan.connection, maxRows);
    }
  }

  /** The first error of a source ends everything else. What follows from an abort is no error of its own. */
  #fail(thrown: unknown): void {
    if (this.#fetchSignal.aborted || this.#isEnded) return;
    this.#sourceError ??= thrown;
    this.#halt();
  }

  /** Interrupts DuckDB and wakes threads of it that wait at a pipe, until the run has ended. */
  readonly #halt = (): void => {
    this.#stop.abort();
    void (async () => {
      while (!this.#isEnded) {
        await this.#release();
        await delay(10);
      }
    })();
  };

  /** A fetch may come to its pipe only after the run has failed by another one: it must not wait there for bytes that nobody sends. */
  async #releaseUntil(settled: Promise<unknown>): Promise<void> {
    let isSettled = false;
    const end = settled.then(() => {
      isSettled = true;
    });
    while (!isSettled) {
      await Promise.race([end, delay(10)]);
      if (!isSettled) await this.#release();
    }
  }

  async #release(): Promise<void> {
    this.#context.instance.interrupt();
    const pipes = this.#opened.filter((fetch) => this.#fed.has(fetch)).map((fetch) => this.#placeOf(fetch).path);
    await Promise.allSettled(pipes.map(releaseReader));
  }
}

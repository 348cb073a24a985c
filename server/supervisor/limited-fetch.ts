/** The limits of a connection's policy: a fetch that goes beyond them fails its run. Nothing is ever cut. */
import type { ByteStream, FetchStream } from '../connectors/connector.ts';
import { tooManyRows } from '../engine/fetch/fetch-limit.ts';
import { JoineryError } from '../errors.ts';
import { createRecordCounter, createRowCounter } from './count-records.ts';
import type { FetchLimits } from './limited-connector.ts';

type Limits = FetchLimits;

/** `open` begins the fetch. Of its time only that counts which is spent waiting for the source, not that in which nobody read. */
export async function limitedFetch(
  connection: string,
  limits: Limits,
  open: (signal: AbortSignal) => Promise<FetchStream>,
  signal: AbortSignal,
): Promise<FetchStream> {
  if (limits.maxFetchRows === null && limits.maxFetchMs === null) return open(signal);
  const clock = new SourceClock(connection, limits.maxFetchMs, signal);
  const stream = await clock.time(() => open(clock.signal));
  if (stream.kind === 'relation') {
    return limits.maxFetchRows === null ? stream : { ...stream, maxRows: limits.maxFetchRows };
  }
  const { statistics } = stream;
  return {
    ...stream,
    rows: () => stream.rows(),
    ...(statistics === undefined ? {} : { statistics: () => statistics.call(stream) }),
    bytes: limitedBytes(stream, connection, limits.maxFetchRows, clock),
  };
}

async function* limitedBytes(
  { kind, bytes }: Pick<ByteStream, 'kind' | 'bytes'>,
  connection: string,
  maxRows: number | null,
  clock: SourceClock,
): AsyncGenerator<Uint8Array> {
  const count = kind === 'packed' ? createRowCounter() : createRecordCounter();
  const reader = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await clock.time(() => reader.next());
      if (next.done === true) return;
      if (maxRows !== null && count(next.value) > maxRows) throw tooManyRows(connection, maxRows);
      yield next.value;
    }
  } finally {
    await reader.return?.();
  }
}

/** Ends a fetch whose source has been waited for too long in all. */
class SourceClock {
  readonly signal: AbortSignal;
  readonly #connection: string;
  readonly #outer: AbortSignal;
  readonly #maxMs: number | null;
  readonly #late = new AbortController();
  #spentMs = 0;

  constructor(connection: string, maxMs: number | null, signal: AbortSignal) {
    this.#connection = connection;
    this.#maxMs = maxMs;
    this.#outer = signal;
    this.signal = AbortSignal.any([signal, this.#late.signal]);
  }

  async time<T>(task: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const timer =
      this.#maxMs === null ? undefined : setTimeout(() => this.#late.abort(), Math.max(0, this.#maxMs - this.#spentMs));
    try {
      return await task();
    } catch (thrown) {
      throw this.#late.signal.aborted && !this.#outer.aborted ? this.#tooLate() : thrown;
    } finally {
      clearTimeout(timer);
      this.#spentMs += performance.now() - startedMs;
    }
  }

  #tooLate(): JoineryError {
    return new JoineryError(
      'source_timeout',
      `${this.#connection} took longer than ${((this.#maxMs ?? 0) / 1000).toLocaleString('en')} seconds for one fetch, which is the limit of that connection.`,
      { connection: this.#connection, hint: 'Filter more, or raise the time limit on the Connections screen.' },
    );
  }
}

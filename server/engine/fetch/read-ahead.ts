/** Bytes kept ready per fetch, so that sources work at the same time although DuckDB reads their streams one after another. */
export const READ_AHEAD_BYTES = 16 * 1_048_576;

export interface ReadAhead extends AsyncIterableIterator<Uint8Array> {
  /**
   * All bytes, once the source has ended with at most `maxBytes` of them; undefined as soon as there are more, or when the iterator is closed.
   * Takes nothing away; to be asked before anything is read. Rejects with the source's error.
   */
  whole(maxBytes: number): Promise<readonly Uint8Array[] | undefined>;
}

export interface ReadAheadOptions {
  readonly maxBytes?: number;
  /** Told when it begins and ceases to wait for the source; while the reader is the slower one, it does not. */
  readonly onWait?: (isWaiting: boolean) => void;
}

/**
 * Starts reading `source` at once and keeps up to `maxBytes` ready; beyond that the source waits (back-pressure). Closing the iterator, or an
 * error, closes the source.
 */
export function readAhead(
  source: AsyncIterable<Uint8Array>,
  { maxBytes = READ_AHEAD_BYTES, onWait = () => {} }: ReadAheadOptions = {},
): ReadAhead {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let isDone = false;
  let isClosed = false;
  let failure: { readonly thrown: unknown } | undefined;
  let wakeReader = (): void => {};
  let wakeSource = (): void => {};
  const iterator = source[Symbol.asyncIterator]();
  const moreArrived = (): Promise<void> =>
    new Promise((resolve) => {
      wakeReader = resolve;
    });
  const filled = (async () => {
    try {
      while (!isClosed) {
        onWait(true);
        const next = await iterator.next();
        onWait(false);
        if (next.done === true) break;
        chunks.push(next.value);
        sizeBytes += next.value.byteLength;
        wakeReader();
        while (sizeBytes >= maxBytes && !isClosed) {
          await new Promise<void>((resolve) => {
            wakeSource = resolve;
          });
        }
      }
    } catch (thrown) {
      failure = { thrown };
    } finally {
      isDone = true;
      wakeReader();
    }
  })();
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async whole(limitBytes) {
      while (!isDone && !isClosed && sizeBytes <= limitBytes) await moreArrived();
      if (failure !== undefined) throw failure.thrown;
      return isClosed || sizeBytes > limitBytes ? undefined : [...chunks];
    },
    async next() {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk !== undefined) {
          sizeBytes -= chunk.byteLength;
          if (sizeBytes < maxBytes) wakeSource();
          return { done: false, value: chunk };
        }
        if (failure !== undefined) throw failure.thrown;
        if (isDone) return { done: true, value: undefined };
        await moreArrived();
      }
    },
    async return() {
      isClosed = true;
      wakeReader();
      wakeSource();
      await iterator.return?.();
      await filled;
      chunks.length = 0;
      return { done: true, value: undefined };
    },
  };
}

/** Bytes kept ready per fetch, so that sources work at the same time although DuckDB reads their streams one after another. */
export const READ_AHEAD_BYTES = 16 * 1_048_576;

/**
 * Starts reading `source` at once and keeps up to `maxBytes` ready; beyond that the source waits (back-pressure). Closing the iterator, or an
 * error, closes the source.
 */
export function readAhead(
  source: AsyncIterable<Uint8Array>,
  maxBytes: number = READ_AHEAD_BYTES,
): AsyncIterableIterator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let isDone = false;
  let isClosed = false;
  let failure: { readonly thrown: unknown } | undefined;
  let wakeReader = (): void => {};
  let wakeSource = (): void => {};
  const iterator = source[Symbol.asyncIterator]();

  const filled = (async () => {
    try {
      while (!isClosed) {
        const next = await iterator.next();
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
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }
    },
    async return() {
      isClosed = true;
      wakeSource();
      await iterator.return?.();
      await filled;
      chunks.length = 0;
      return { done: true, value: undefined };
    },
  };
}

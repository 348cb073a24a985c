/** Several byte streams of one fetch as one. */

/**
 * Chunks of all `streams` as they come; each chunk must hold whole records. `stop` ends the others when one fails or when the reader has enough: it must
 * make their pending reads settle.
 */
export async function* mergeStreams(
  streams: readonly AsyncIterable<Uint8Array>[],
  stop: () => void,
): AsyncGenerator<Uint8Array> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const pending = new Map<number, Promise<{ readonly index: number; readonly next: IteratorResult<Uint8Array> }>>();
  const ask = (index: number, iterator: AsyncIterator<Uint8Array>) => {
    const asked = iterator.next().then((next) => ({ index, next }));
    // Whoever loses the race against a failure is not waited for.
    asked.catch(() => {});
    pending.set(index, asked);
  };
  let isWhole = false;
  try {
    for (const [index, iterator] of iterators.entries()) ask(index, iterator);
    while (pending.size > 0) {
      const { index, next } = await Promise.race(pending.values());
      const iterator = iterators[index];
      if (next.done === true || iterator === undefined) pending.delete(index);
      else {
        ask(index, iterator);
        yield next.value;
      }
    }
    isWhole = true;
  } finally {
    if (!isWhole) stop();
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
}

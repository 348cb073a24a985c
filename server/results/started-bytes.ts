import { resultError } from './failures.ts';

/**
 * Bytes of which the first piece has been made, so that what goes wrong at the beginning is thrown here and can still be answered as an error.
 * An abort ends them even while nobody asks for more.
 */
export async function startedBytes(
  bytes: AsyncGenerator<Uint8Array>,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const giveUp = (): void => void bytes.return(undefined);
  const step = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      const next = await bytes.next();
      if (next.done === true) signal.removeEventListener('abort', giveUp);
      return next;
    } catch (thrown) {
      signal.removeEventListener('abort', giveUp);
      throw resultError(thrown, signal);
    }
  };
  signal.addEventListener('abort', giveUp, { once: true });
  let first: IteratorResult<Uint8Array> | undefined = await step();
  const outer: AsyncIterator<Uint8Array> = {
    next: async () => {
      if (signal.aborted) throw resultError(signal.reason, signal);
      const next = first ?? (await step());
      first = undefined;
      return next;
    },
    return: async () => {
      signal.removeEventListener('abort', giveUp);
      await bytes.return(undefined);
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => outer };
}

import { resultError } from './failures.ts';
import type { Lease } from './handles.ts';

/**
 * Bytes of an export whose file is given back when they end, fail, or are given up. The first piece is made at once, so that what goes wrong at
 * the beginning is thrown here and can still be answered as an error.
 */
export async function leasedBytes(
  lease: Lease,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]();
  let first: IteratorResult<Uint8Array> | undefined;
  /** An abort while nobody asks for more: the file goes back all the same. */
  const giveUp = (): void => {
    void Promise.resolve(iterator.return?.()).finally(lease.release);
  };
  const end = (): void => {
    signal.removeEventListener('abort', giveUp);
    lease.release();
  };
  const guarded = async (): Promise<IteratorResult<Uint8Array>> => {
    try {
      const step = await iterator.next();
      if (step.done === true) end();
      return step;
    } catch (thrown) {
      end();
      throw resultError(thrown, signal);
    }
  };
  signal.addEventListener('abort', giveUp, { once: true });
  first = await guarded();
  const outer: AsyncIterator<Uint8Array> = {
    next: async () => {
      if (signal.aborted) throw resultError(signal.reason, signal);
      const step = first ?? (await guarded());
      first = undefined;
      return step;
    },
    return: async () => {
      await iterator.return?.();
      end();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => outer };
}

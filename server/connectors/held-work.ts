/**
 * What one session has going at a source that keeps no session itself: its fetches, and the cancellations that it sent. Shared by the drivers of
 * services that run each statement by itself.
 */
import { Cancelled } from '../errors.ts';
import { withinTime } from './waiting.ts';

/** How long the end of a session waits for the server to take a cancellation. */
const CLEAN_UP_MS = 800;

export class HeldWork {
  readonly #closing = new AbortController();
  readonly #cleanups = new Set<Promise<void>>();
  readonly #working = new Set<Promise<unknown>>();

  /** Aborted with `signal` or the session; throws `Cancelled` once the session is closed. */
  alive(signal: AbortSignal): AbortSignal {
    if (this.#closing.signal.aborted) throw new Cancelled();
    return AbortSignal.any([signal, this.#closing.signal]);
  }

  /** Lets go of `cancel`, a cancellation on its way, but for `close`, which waits a moment for it. */
  stop(cancel: Promise<void>): void {
    const cleanup = withinTime(cancel, CLEAN_UP_MS, () => undefined);
    this.#cleanups.add(cleanup);
    void cleanup.then(() => this.#cleanups.delete(cleanup));
  }

  /** `close` waits for `work`, which its signal ends. */
  async tracked<Result>(work: Promise<Result>): Promise<Result> {
    this.#working.add(work);
    try {
      return await work;
    } finally {
      this.#working.delete(work);
    }
  }

  /** Ends all of it; `onClose` is called once. */
  async close(onClose: () => void): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#working);
    await Promise.all(this.#cleanups);
    onClose();
  }
}

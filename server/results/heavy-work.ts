import { Cancelled } from '../errors.ts';

/**
 * Lets a few long reads go at a time: each holds a thread of Node's small pool, and reading windows needs some of them. An abort while waiting
 * gives up the place.
 */
export class HeavyWork {
  readonly #atOnce: number;
  #going = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async run<Value>(signal: AbortSignal | undefined, work: () => Promise<Value>): Promise<Value> {
    const release = await this.take(signal);
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** A turn, and how to give it back (once). Rejects with `Cancelled` on abort. */
  async take(signal: AbortSignal | undefined): Promise<() => void> {
    await this.#turn(signal);
    return () => {
      this.#going -= 1;
      this.#waiting.shift()?.();
    };
  }

  #turn(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(new Cancelled());
    if (this.#going < this.#atOnce) {
      this.#going += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', giveUp);
        this.#going += 1;
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        reject(new Cancelled());
      };
      this.#waiting.push(start);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }
}

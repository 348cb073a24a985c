/** How often something may be tried within a time, by key: an address, an account, a token. Kept in memory, and never more than so many keys. */
import { JoineryError } from '../errors.ts';

export interface AttemptLimit {
  readonly most: number;
  readonly withinMs: number;
}

const MOST_KEYS = 20_000;

export class Attempts {
  readonly #limit: AttemptLimit;
  readonly #now: () => number;
  readonly #times = new Map<string, number[]>();

  constructor(limit: AttemptLimit, now: () => number = Date.now) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Counts an attempt. Throws `too_many_requests` instead if there were too many. */
  take(key: string): void {
    const from = this.#now() - this.#limit.withinMs;
    const times = (this.#times.get(key) ?? []).filter((time) => time > from);
    if (times.length >= this.#limit.most) {
      const waitSeconds = Math.max(1, Math.ceil(((times[0] ?? from) - from) / 1000));
      throw new JoineryError('too_many_requests', 'Too many attempts.', {
        hint: `Try again in ${waitSeconds < 120 ? `${waitSeconds} s` : `${Math.ceil(waitSeconds / 60)} minutes`}.`,
      });
    }
    times.push(this.#now());
    // Last used last, so that the first key is the one to forget.
    this.#times.delete(key);
    this.#times.set(key, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > MOST_KEYS && oldest !== undefined) this.#times.delete(oldest);
  }

  forget(key: string): void {
    this.#times.delete(key);
  }
}

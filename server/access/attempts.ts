/** How often something may be tried within a time, by key: an address, an account, a token. */
import { JoineryError } from '../errors.ts';
import type { AttemptRecords } from '../history/access/attempts.ts';

export interface AttemptLimit {
  readonly most: number;
  readonly withinMs: number;
}

const MOST_KEYS = 20_000;

/** Kept in memory, and never more than so many keys: for what is tried often. Each of several servers counts for itself. */
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
      throw tooMany((times[0] ?? from) - from);
    }
    times.push(this.#now());
    // Last used last, so that the first key is the one to forget.
    this.#times.delete(key);
    this.#times.set(key, times);
    const [oldest] = this.#times.keys();
    if (this.#times.size > MOST_KEYS && oldest !== undefined) this.#times.delete(oldest);
  }

  /** Counts an attempt, and answers whether there was room for it. */
  isTaken(key: string): boolean {
    try {
      this.take(key);
      return true;
    } catch {
      return false;
    }
  }

  forget(key: string): void {
    this.#times.delete(key);
  }
}

/** Kept with the history: for passwords, which nobody may try more often by restarting a server or going to another one. */
export class KeptAttempts {
  readonly #kind: string;
  readonly #limit: AttemptLimit;
  readonly #records: AttemptRecords;

  constructor(kind: string, limit: AttemptLimit, records: AttemptRecords) {
    this.#kind = kind;
    this.#limit = limit;
    this.#records = records;
  }

  /** Counts an attempt. Throws `too_many_requests` instead if there were too many. */
  async take(key: string): Promise<void> {
    const from = Date.now() - this.#limit.withinMs;
    const first = await this.#records.take(`${this.#kind} ${key}`, this.#limit.most, new Date(from));
    if (first !== undefined) throw tooMany(first.getTime() - from);
  }

  forget(key: string): Promise<void> {
    return this.#records.forget(`${this.#kind} ${key}`);
  }
}

function tooMany(waitMs: number): JoineryError {
  const waitSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new JoineryError('too_many_requests', 'Too many attempts.', {
    hint: `Try again in ${waitSeconds < 120 ? `${waitSeconds} s` : `${Math.ceil(waitSeconds / 60)} minutes`}.`,
  });
}

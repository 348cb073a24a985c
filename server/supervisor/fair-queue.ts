/** Who is next: people take turns, so that a thousand statements of one do not hold up another's first. */
import { Cancelled, JoineryError } from '../errors.ts';

export interface QueueLimits {
  readonly concurrentRuns: number;
  readonly queuedRuns: number;
  readonly runsPerPerson?: number | undefined;
}

interface Waiting {
  readonly person: string;
  readonly start: () => void;
  readonly onPosition: (position: number) => void;
}

export class FairQueue {
  readonly #limits: QueueLimits;
  /** In the order in which they came. */
  readonly #waiting: Waiting[] = [];
  /** Statements at work by person. */
  readonly #atWork = new Map<string, number>();
  /** Turn that somebody with statements here had last. */
  readonly #lastTurn = new Map<string, number>();
  #running = 0;
  #turns = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** Settles when the caller holds one of the places; `done` gives it back. Rejects with `queue_full`, or `Cancelled` when `signal` aborts while it waits. */
  async turn(person: string, signal: AbortSignal, onPosition: (position: number) => void): Promise<void> {
    this.admit(person);
    if (this.#running < this.#limits.concurrentRuns && this.#waiting.length === 0) {
      this.#begin(person);
      return;
    }
    const turn = Promise.withResolvers<void>();
    const waiting: Waiting = { person, start: turn.resolve, onPosition };
    this.#waiting.push(waiting);
    const leave = (): void => {
      const place = this.#waiting.indexOf(waiting);
      if (place < 0) return;
      this.#waiting.splice(place, 1);
      this.#tellPositions();
      turn.reject(new Cancelled());
    };
    signal.addEventListener('abort', leave, { once: true });
    this.#tellPositions();
    try {
      await turn.promise;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  done(person: string): void {
    this.#running -= 1;
    const left = (this.#atWork.get(person) ?? 1) - 1;
    if (left > 0) this.#atWork.set(person, left);
    else this.#atWork.delete(person);
    if (left <= 0 && !this.#waiting.some((one) => one.person === person)) this.#lastTurn.delete(person);
    const [next] = this.#inTurns();
    if (next === undefined || this.#running >= this.#limits.concurrentRuns) return;
    this.#waiting.splice(this.#waiting.indexOf(next), 1);
    this.#begin(next.person);
    next.start();
    this.#tellPositions();
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  #begin(person: string): void {
    this.#running += 1;
    this.#turns += 1;
    this.#lastTurn.set(person, this.#turns);
    this.#atWork.set(person, (this.#atWork.get(person) ?? 0) + 1);
  }

  /** Throws `queue_full` where `turn` would. A full queue still takes one statement of somebody for whom nothing waits. */
  admit(person: string): void {
    const own = this.#waiting.filter((one) => one.person === person).length;
    const { runsPerPerson, queuedRuns, concurrentRuns } = this.#limits;
    if (runsPerPerson !== undefined && own + (this.#atWork.get(person) ?? 0) >= runsPerPerson) {
      throw new JoineryError('queue_full', `${runsPerPerson} of your runs wait or go already.`, {
        hint: 'Try again when some have ended, or stop some.',
      });
    }
    const isFull = this.#waiting.length >= queuedRuns && this.#running >= concurrentRuns;
    if (isFull && (own > 0 || queuedRuns === 0 || runsPerPerson === undefined)) {
      throw new JoineryError('queue_full', `${this.#waiting.length} runs wait already.`, {
        hint: 'Try again when some have ended.',
      });
    }
  }

  /** Everybody's first statement, then everybody's second ...; what is at work counts, and who had their turn longest ago is first. */
  #inTurns(): Waiting[] {
    const counts = new Map(this.#atWork);
    const rounds = new Map<Waiting, number>();
    for (const waiting of this.#waiting) {
      const round = counts.get(waiting.person) ?? 0;
      rounds.set(waiting, round);
      counts.set(waiting.person, round + 1);
    }
    const roundOf = (one: Waiting): number => rounds.get(one) ?? 0;
    const lastTurn = (one: Waiting): number => this.#lastTurn.get(one.person) ?? 0;
    return this.#waiting.toSorted((a, b) => roundOf(a) - roundOf(b) || lastTurn(a) - lastTurn(b));
  }

  #tellPositions(): void {
    for (const [index, waiting] of this.#inTurns().entries()) waiting.onPosition(index + 1);
  }
}

/** Every random decision of the harness is one draw from here, so that a case is its list of draws: replaying repeats it, a smaller list makes a smaller case. */

/** Draws below a bound. 0 always means the simplest alternative; shrinking relies on it. */
export class Choices {
  /** What was drawn so far. */
  readonly drawn: number[] = [];
  readonly #next: (bound: number) => number;

  private constructor(next: (bound: number) => number) {
    this.#next = next;
  }

  /** Draws that depend on nothing but `seed`. */
  static random(seed: string): Choices {
    const random = sfc32(seed);
    return new Choices((bound) => Math.floor(random() * bound));
  }

  /** Draws from a list; beyond its end all are 0, and one too great for its bound is the greatest that fits. */
  static replay(list: readonly number[]): Choices {
    let at = 0;
    return new Choices((bound) => Math.min(list[at++] ?? 0, bound - 1));
  }

  /** 0 to `bound - 1`. Where there is only one way nothing is drawn. */
  below(bound: number): number {
    if (bound <= 1) return 0;
    const value = this.#next(bound);
    this.drawn.push(value);
    return value;
  }

  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.below(list.length)];
    if (value === undefined) throw new Error('Nothing to pick from.');
    return value;
  }

  /** One of `[weight, make]`, the simplest first. */
  oneOf<T>(...ways: readonly (readonly [number, () => T])[]): T {
    let at = this.below(ways.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, make] of ways) {
      if (at < weight) return make();
      at -= weight;
    }
    throw new Error('No way has any weight.');
  }

  /** `min` to `max` results of `make`. */
  several<T>(min: number, max: number, make: (index: number) => T): T[] {
    return Array.from({ length: min + this.below(max - min + 1) }, (_, index) => make(index));
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    const result: T[] = [];
    while (rest.length > 0) result.push(...rest.splice(this.below(rest.length), 1));
    return result;
  }
}

/** The generator "sfc32" (Chris Doty-Humphrey, PractRand), seeded by an FNV-1a hash of the text. */
function sfc32(seed: string): () => number {
  let [a, b, c, counter] = [hash(`${seed}a`), hash(`${seed}b`), hash(`${seed}c`), 1];
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value;
}

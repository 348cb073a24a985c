/** The best few of very many hits, without sorting them all: score first, then shorter names, then the order in which they came. */
export class BestHits<Item> {
  /** All that were offered. */
  total = 0;
  readonly #limit: number;
  #kept: { rank: number; item: Item }[] = [];
  /** Below this, nothing can get among the best any more. */
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a hit; false if it cannot be among the best, so that it need not be made. */
  accepts(score: number, nameLength: number): boolean {
    if (this.#rank(score, nameLength) > this.#threshold) return true;
    this.total++;
    return false;
  }

  add(score: number, nameLength: number, item: Item): void {
    const rank = this.#rank(score, nameLength);
    this.total++;
    if (rank <= this.#threshold) return;
    this.#kept.push({ rank, item });
    if (this.#kept.length >= Math.max(64, this.#limit * 4)) this.#trim();
  }

  best(): Item[] {
    this.#trim();
    return this.#kept.map(({ item }) => item);
  }

  #trim(): void {
    this.#kept.sort((a, b) => b.rank - a.rank);
    this.#kept = this.#kept.slice(0, this.#limit);
    if (this.#kept.length === this.#limit) this.#threshold = this.#kept.at(-1)?.rank ?? Number.NEGATIVE_INFINITY;
  }

  #rank(score: number, nameLength: number): number {
    return score * 1000 - Math.min(nameLength, 999);
  }
}

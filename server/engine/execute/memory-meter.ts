const INTERVAL_MS = 50;

/** Highest resident memory of this process while the meter runs, sampled twenty times a second. */
export class MemoryMeter {
  readonly #timer: NodeJS.Timeout;
  #peakBytes = process.memoryUsage.rss();

  constructor() {
    this.#timer = setInterval(() => this.#sample(), INTERVAL_MS);
    this.#timer.unref();
  }

  get peakBytes(): number {
    this.#sample();
    return this.#peakBytes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    this.#peakBytes = Math.max(this.#peakBytes, process.memoryUsage.rss());
  }
}

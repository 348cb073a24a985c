/** Time of one command at a source: from sending it to its end, less the time for which we did not read, when the source had to wait for us. */
export class CommandClock {
  readonly #startedMs = performance.now();
  #endedMs: number | undefined;
  #pausedAtMs: number | undefined;
  #pausedMs = 0;

  pause(): void {
    this.#pausedAtMs ??= performance.now();
  }

  resume(): void {
    if (this.#pausedAtMs === undefined) return;
    this.#pausedMs += performance.now() - this.#pausedAtMs;
    this.#pausedAtMs = undefined;
  }

  end(): void {
    this.resume();
    this.#endedMs ??= performance.now();
  }

  /** Undefined until the command has ended. */
  get ms(): number | undefined {
    return this.#endedMs === undefined ? undefined : Math.max(0, this.#endedMs - this.#startedMs - this.#pausedMs);
  }
}

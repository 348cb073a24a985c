import { RunInstance, type RunLimits } from './run-instance.ts';

/** One for the next run, and one for a run that follows at once, while another is being made. */
const SPARES = 2;

/** Instances of DuckDB made ahead: making one takes longer than many a run. Whoever takes one disposes it. */
export class SpareInstances {
  readonly #limits: RunLimits;
  readonly #spares: RunInstance[] = [];
  #making: Promise<void> | undefined;
  #isClosed = false;

  constructor(limits: RunLimits) {
    this.#limits = limits;
  }

  /** One that is ready, or else a new one. */
  async take(): Promise<RunInstance> {
    return this.#spares.pop() ?? RunInstance.create(this.#limits);
  }

  /** Fills up again; to be called when nobody waits. */
  refill(): Promise<void> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#making?.catch(() => undefined);
    for (const spare of this.#spares.splice(0)) await spare[Symbol.asyncDispose]();
  }

  async #make(): Promise<void> {
    while (!this.#isClosed && this.#spares.length < SPARES) this.#spares.push(await RunInstance.create(this.#limits));
  }
}

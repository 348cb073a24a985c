import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fromDuckDBError } from '../parse/duckdb-error.ts';
import { RunInstance, type RunLimits } from './run-instance.ts';

/** One for the next run, and one for a run that follows at once, while another is being made. */
const SPARES = 2;

/** Instances of DuckDB made ahead: making one takes longer than many a run. Whoever takes one disposes it. */
export class SpareInstances {
  readonly #limits: RunLimits;
  readonly #folder: string;
  readonly #spares: RunInstance[] = [];
  #made = 0;
  #making: Promise<void> | undefined;
  #isClosed = false;

  /** `folder`, for their result files, must be on the file system of the results; it is made when first needed, and whoever owns it removes it. */
  constructor(limits: RunLimits, folder: string) {
    this.#limits = limits;
    this.#folder = folder;
  }

  /** Whether the next run would have to wait for one. */
  get isEmpty(): boolean {
    return this.#spares.length === 0;
  }

  /** One that is ready, or else a new one. */
  async take(): Promise<RunInstance> {
    return this.#spares.pop() ?? this.#create();
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
    while (!this.#isClosed && this.#spares.length < SPARES) this.#spares.push(await this.#create());
  }

  async #create(): Promise<RunInstance> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      return await RunInstance.create(this.#limits, path.join(this.#folder, `result-${this.#made++}.duckdb`));
    } catch (thrown) {
      throw fromDuckDBError(thrown, undefined);
    }
  }
}

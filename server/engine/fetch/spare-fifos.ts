import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { makeFifos } from './fifo.ts';

/** Pipes kept ready: Node cannot make one itself, and starting `mkfifo` for each run would cost more than many a run. */
const SPARES = 8;

/** How the folders of a process begin, for whoever has to clear away after a killed one. */
export const pipesPrefix = (pid: number): string => `pipes-${pid}-`;

/** Named pipes made ahead, moved to where a run wants them. Made by whoever owns an engine, who closes it. */
export class SpareFifos {
  readonly #folder: string;
  readonly #spares: string[] = [];
  #made = 0;
  #making: Promise<void> | undefined;

  /** `folder` must be on the file system of the run folders; it is made when first needed and removed by `close`. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Puts a pipe to each path. */
  async take(paths: readonly string[]): Promise<void> {
    const missing: string[] = [];
    await Promise.all(
      paths.map(async (place) => {
        const spare = this.#spares.pop();
        if (spare === undefined) missing.push(place);
        else await rename(spare, place);
      }),
    );
    await makeFifos(missing);
  }

  /** Fills up again; to be called when nobody waits. */
  async refill(): Promise<void> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    await this.#making;
  }

  async close(): Promise<void> {
    await this.#making?.catch(() => undefined);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #make(): Promise<void> {
    const wanted = SPARES - this.#spares.length;
    if (wanted <= 0) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = Array.from({ length: wanted }, () => path.join(this.#folder, String(this.#made++)));
    await makeFifos(names);
    this.#spares.push(...names);
  }
}

import type { ResultColumn } from '../../lib/contract/run.ts';
import { isFatal, resultError } from './failures.ts';
import { ResultDatabase } from './result-database.ts';
import { ResultFile } from './result-file.ts';

interface Handle {
  readonly name: string;
  readonly file: ResultFile;
  readonly database: ResultDatabase;
  users: number;
  isDropped: boolean;
}

export interface Lease {
  readonly file: ResultFile;
  /** Gives the file back; once is enough, more do no harm. */
  release(): void;
}

interface Source {
  readonly path: string;
  readonly columns: readonly ResultColumn[];
}

/** Open result files: the ones used last stay attached, at most `maxOpen` beyond those in use. */
export class ResultHandles {
  readonly #folder: string;
  readonly #scratch: string;
  readonly #maxOpen: number;
  /** By run id, in order of use. */
  readonly #handles = new Map<string, Promise<Handle>>();
  #database: Promise<ResultDatabase> | undefined;

  constructor(options: { readonly folder: string; readonly scratch: string; readonly maxOpen: number }) {
    this.#folder = options.folder;
    this.#scratch = options.scratch;
    this.#maxOpen = options.maxOpen;
  }

  /** Lends the open file of a run; `locate` is asked only if it is not open yet. */
  async lease(runId: string, locate: () => Promise<Source>): Promise<Lease> {
    const opening = this.#handles.get(runId) ?? this.#open(locate);
    this.#handles.delete(runId);
    this.#handles.set(runId, opening);
    try {
      const handle = await opening;
      handle.users += 1;
      this.#dropOldest();
      return this.#leaseOf(handle);
    } catch (thrown) {
      if (this.#handles.get(runId) === opening) this.#handles.delete(runId);
      this.noteFailure(thrown);
      throw resultError(thrown);
    }
  }

  /** Takes a run's file out of the open ones; it is detached when nobody reads it any more. */
  async drop(runId: string): Promise<void> {
    const opening = this.#handles.get(runId);
    this.#handles.delete(runId);
    const handle = await opening?.catch(() => undefined);
    if (handle === undefined) return;
    handle.isDropped = true;
    await this.#detachIfFree(handle);
  }

  /** After a fatal error DuckDB refuses all further work: the next reader gets a new instance. */
  noteFailure(thrown: unknown): void {
    const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
    if (!isFatal(cause)) return;
    this.#handles.clear();
    this.#database = undefined;
  }

  async close(): Promise<void> {
    const database = await this.#database?.catch(() => undefined);
    this.#handles.clear();
    this.#database = undefined;
    await database?.close();
  }

  async #open(locate: () => Promise<Source>): Promise<Handle> {
    const { path, columns } = await locate();
    this.#database ??= ResultDatabase.open(this.#folder, this.#scratch);
    const database = await this.#database;
    const name = await database.attach(path);
    try {
      return { name, database, file: await ResultFile.open(database, name, columns), users: 0, isDropped: false };
    } catch (thrown) {
      await database.detach(name).catch(() => undefined);
      throw thrown;
    }
  }

  #leaseOf(handle: Handle): Lease {
    let isHeld = true;
    const release = (): void => {
      if (!isHeld) return;
      isHeld = false;
      handle.users -= 1;
      void this.#detachIfFree(handle);
    };
    return { file: handle.file, release };
  }

  #dropOldest(): void {
    const surplus = [...this.#handles.keys()].slice(0, Math.max(0, this.#handles.size - this.#maxOpen));
    for (const runId of surplus) void this.drop(runId);
  }

  async #detachIfFree(handle: Handle): Promise<void> {
    if (!handle.isDropped || handle.users > 0) return;
    // It fails only on an instance that is closed or past use, which holds no file open for long.
    await handle.database.detach(handle.name).catch(() => undefined);
  }
}

import { readFile, rename, stat } from 'node:fs/promises';
import { writeFileAtomic } from '../catalog/atomic-file.ts';
import { JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Entries, EntryChange } from './entries.ts';
import { type FileHead, PropertiesFile } from './properties-file.ts';

export interface EntryFileOptions {
  readonly path: string;
  readonly head: FileHead;
  readonly log: Pick<Log, 'warn' | 'debug'>;
  /** Somebody else changed the file since it was read. */
  readonly onChange?: (() => void) | undefined;
  readonly now?: (() => Date) | undefined;
}

/** One file of entries. It may be edited by hand or replaced (git) at any time: each reading looks whether it has changed. */
export class EntryFile {
  readonly #options: EntryFileOptions;
  #stamp: string | undefined;
  #isRead = false;
  #file: PropertiesFile;
  #entries: Entries = new Map();
  /** Readings and writings, one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  /** What was wrong with the file, in words; it is told until Joinery starts anew. */
  problem: string | undefined;

  constructor(options: EntryFileOptions) {
    this.#options = options;
    this.#file = new PropertiesFile('', options.head);
  }

  /** The same object until something changes. */
  entries(): Promise<Entries> {
    return this.#alone(async () => {
      await this.#reload();
      return this.#entries;
    });
  }

  /**
   * Settles when the changes are on disk. `changes` gets what the file says at this moment, and may throw: then nothing is written. With no
   * change nothing is written either.
   */
  update(changes: (entries: Entries) => readonly EntryChange[]): Promise<Entries> {
    return this.#alone(async () => {
      await this.#reload();
      const wanted = changes(this.#entries);
      if (wanted.length === 0) return this.#entries;
      for (const change of wanted) this.#file.apply(change);
      await this.#write();
      this.#take(this.#file);
      return this.#entries;
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work, work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #reload(): Promise<void> {
    const { path, head } = this.#options;
    const stamp = await stampOf(path);
    if (stamp === this.#stamp && this.#isRead) return;
    const text = stamp === undefined ? '' : await readFile(path, 'utf8');
    try {
      const file = new PropertiesFile(text, head);
      const isFirst = !this.#isRead;
      this.#take(file);
      this.#stamp = stamp;
      if (!isFirst) this.#options.onChange?.();
    } catch (cause) {
      await this.#keepAside(cause);
    }
  }

  /** What was read before stays in use, and is written where the damaged file was. */
  async #keepAside(cause: unknown): Promise<void> {
    const { path, head, log, now = () => new Date() } = this.#options;
    const aside = `${path}.corrupt-${now().toISOString().replaceAll(/[:.]/g, '-')}`;
    await rename(path, aside);
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : '';
    const name = aside.split('/').at(-1);
    this.problem = `The dictionary's file of ${head.connection} could not be read (${reason}); it is kept as ${name}.`;
    log.warn({ connection: head.connection, path: aside }, this.problem);
    if (this.#entries.size > 0) await this.#write();
    else this.#stamp = undefined;
  }

  async #write(): Promise<void> {
    const { path } = this.#options;
    try {
      await writeFileAtomic(path, this.#file.toString());
    } catch (cause) {
      // The copy in memory says what is not on disk: it is read again.
      this.#stamp = 'unwritten';
      throw new JoineryError('internal', 'The dictionary could not be written to disk.', { cause });
    }
    this.#stamp = await stampOf(path);
  }

  #take(file: PropertiesFile): void {
    this.#file = file;
    this.#entries = file.entries();
    this.#isRead = true;
  }
}

async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

import path from 'node:path';
import type { Descriptions, TableTexts } from '../catalog/described.ts';
import { tableKey } from '../catalog/stored-catalog.ts';
import { connectionIdProblem } from '../config/connection-id.ts';
import { JoineryError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Entries, EntryChange } from './entries.ts';
import { EntryFile } from './entry-file.ts';

/** `kept`: what people wrote or confirmed, used everywhere. `proposed`: what waits for them, used nowhere. */
export type Shelf = 'kept' | 'proposed';

const remarks: Readonly<Record<Shelf, string>> = {
  kept: ` Descriptions of tables and columns, as dbt sources. Edit this file as you like: it is read again when it changes, and what
 Joinery does not know stays.`,
  proposed:
    ' Proposed descriptions that nobody has confirmed yet. Nothing uses them; what is confirmed moves to the dictionary.',
};

/** The files of all connections: `<dataDir>/dictionary/<connection>.yml`, and `proposals/` below it. */
export class DictionaryStore {
  readonly #folder: string;
  readonly #log: Pick<Log, 'warn' | 'debug'>;
  readonly #files = new Map<string, EntryFile>();
  /** Called when somebody else has changed the kept texts of a connection. */
  onChange: (connection: string) => void = () => undefined;

  constructor(dataDir: string, log: Pick<Log, 'warn' | 'debug'>) {
    this.#folder = path.join(dataDir, 'dictionary');
    this.#log = log;
  }

  entries(connection: string, shelf: Shelf): Promise<Entries> {
    return this.#file(connection, shelf).entries();
  }

  update(connection: string, shelf: Shelf, changes: (entries: Entries) => readonly EntryChange[]): Promise<Entries> {
    return this.#file(connection, shelf).update(changes);
  }

  /** What was wrong with the connection's files. */
  problems(connection: string): string[] {
    return (['kept', 'proposed'] as const).flatMap((shelf) => this.#file(connection, shelf).problem ?? []);
  }

  /** What the catalog shows before the sources' comments. Never fails: without its file a connection has no such texts. */
  async descriptions(connection: string): Promise<Descriptions> {
    if (connectionIdProblem(connection) !== undefined) return { of: () => undefined };
    const entries = await this.entries(connection, 'kept').catch((cause: unknown): Entries => {
      this.#log.warn({ connection, err: cause }, `The dictionary of ${connection} could not be read from disk`);
      return new Map();
    });
    return {
      of(schema, table): TableTexts | undefined {
        const found = entries.get(tableKey(schema, table));
        if (found === undefined) return undefined;
        const columns = new Map([...found.columns].flatMap(([name, { description }]) => text(name, description)));
        return { description: found.own?.description || undefined, columns };
      },
    };
  }

  #file(connection: string, shelf: Shelf): EntryFile {
    if (connectionIdProblem(connection) !== undefined)
      throw new JoineryError('unknown_connection', `There is no connection ${connection}.`);
    const folder = shelf === 'kept' ? this.#folder : path.join(this.#folder, 'proposals');
    const file = path.join(folder, `${connection}.yml`);
    const known = this.#files.get(file);
    if (known !== undefined) return known;
    const made = new EntryFile({
      path: file,
      head: { connection, remark: remarks[shelf] },
      log: this.#log,
      ...(shelf === 'kept' ? { onChange: () => this.onChange(connection) } : {}),
    });
    this.#files.set(file, made);
    return made;
  }
}

const text = (name: string, description: string): [string, string][] =>
  description === '' ? [] : [[name, description]];

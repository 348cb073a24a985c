/**
 * What people dismissed, each for themselves, kept in one small file beside the other data: a dismissed suggestion does not come back to them until
 * they restore it.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { LOCAL_PERSON_ID } from '../../../../lib/contract/person.ts';
import { writeFileAtomic } from '../../../catalog/atomic-file.ts';

const keptSchema = z.object({
  version: z.literal(1),
  dismissed: z.array(
    z.object({ id: z.string(), columns: z.string().optional(), person: z.string().default(LOCAL_PERSON_ID) }),
  ),
});
type Kept = z.infer<typeof keptSchema>['dismissed'];

/** Each dismissal of the same two column names between other tables lowers the next such proposal to this share. */
const LESS_BY_DISMISSAL = 0.85;

export class Dismissals {
  readonly #path: string;
  #kept: Promise<Kept> | undefined;
  /** Columns of what was proposed lately, by id: a dismissal only names the id. */
  readonly #proposed = new Map<string, string>();

  readonly #person: () => string;

  /** `person`: whose turn it is. */
  constructor(dataDir: string, person: () => string = () => LOCAL_PERSON_ID) {
    this.#person = person;
    this.#path = path.join(dataDir, 'suggestions', 'dismissed.json');
  }

  async ids(): Promise<ReadonlySet<string>> {
    return new Set((await this.#own()).map(({ id }) => id));
  }

  /** How many suggestions over these two column names were dismissed, as a factor for the confidence of the next. */
  async factor(): Promise<(columns: string) => number> {
    const counts = new Map<string, number>();
    for (const { columns } of await this.#own())
      if (columns !== undefined) counts.set(columns, (counts.get(columns) ?? 0) + 1);
    return (columns) => LESS_BY_DISMISSAL ** (counts.get(columns) ?? 0);
  }

  noteProposed(id: string, columns: string): void {
    this.#proposed.set(id, columns);
    if (this.#proposed.size > 5_000) this.#proposed.delete(this.#proposed.keys().next().value ?? '');
  }

  async dismiss(id: string): Promise<void> {
    const person = this.#person();
    const kept = await this.#read();
    if (kept.some((one) => one.id === id && one.person === person)) return;
    const columns = this.#proposed.get(id);
    await this.#write([...kept, { id, person, ...(columns === undefined ? {} : { columns }) }]);
  }

  async restore(id: string): Promise<void> {
    const person = this.#person();
    const kept = await this.#read();
    const others = kept.filter((one) => one.id !== id || one.person !== person);
    if (others.length < kept.length) await this.#write(others);
  }

  async #own(): Promise<Kept> {
    const person = this.#person();
    return (await this.#read()).filter((one) => one.person === person);
  }

  #read(): Promise<Kept> {
    this.#kept ??= readFile(this.#path, 'utf8').then(
      (text) => keptSchema.safeParse(parseJson(text)).data?.dismissed ?? [],
      () => [],
    );
    return this.#kept;
  }

  async #write(dismissed: Kept): Promise<void> {
    this.#kept = Promise.resolve(dismissed);
    await writeFileAtomic(this.#path, `${JSON.stringify({ version: 1, dismissed }, undefined, 2)}\n`);
  }
}

/** A file that was damaged is as good as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

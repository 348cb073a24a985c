/** What the dictionary keeps of one connection. */
import { createHash } from 'node:crypto';
import type { DictionaryTexts } from '../../lib/contract/dictionary.ts';

export interface Entry extends DictionaryTexts {
  readonly writtenBy: 'person' | 'names' | 'model' | 'import';
}

export interface TableEntries {
  readonly schema: string;
  readonly name: string;
  readonly own: Entry | undefined;
  readonly columns: ReadonlyMap<string, Entry>;
}

/** By `tableKey(schema, name)`. */
export type Entries = ReadonlyMap<string, TableEntries>;

/** One entry to be kept, changed or (undefined) taken away. `column` undefined = the table itself. */
export interface EntryChange {
  readonly schema: string;
  readonly table: string;
  readonly column: string | undefined;
  readonly entry: Entry | undefined;
}

const VERSION_LENGTH = 16;

/** Says whether two readers saw the same; '' where nothing is kept. */
export function versionOf(entry: Entry | undefined): string {
  if (entry === undefined) return '';
  const { description, title = '', unit = '', writtenBy } = entry;
  const text = JSON.stringify([description, title, unit, writtenBy]);
  return createHash('sha256').update(text).digest('hex').slice(0, VERSION_LENGTH);
}

/** Texts as they are kept: without blanks around them, and none that are empty. Undefined if nothing is left. */
export function entryOf(texts: DictionaryTexts, writtenBy: Entry['writtenBy']): Entry | undefined {
  const description = texts.description.trim();
  const title = texts.title?.trim() ?? '';
  const unit = texts.unit?.trim() ?? '';
  if (description === '' && title === '' && unit === '') return undefined;
  return { description, ...(title === '' ? {} : { title }), ...(unit === '' ? {} : { unit }), writtenBy };
}

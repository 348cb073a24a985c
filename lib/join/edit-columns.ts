/**
 * Edits of the output columns. The first edit of a document whose `columns` are absent (= all) writes them out. Each answers a new document;
 * what does not apply answers the document as it was.
 */
import type { ColumnReference, DuplicateRule, JoinDocument, OutputColumn } from '../contract/join.ts';
import { isSameColumn } from './inputs.ts';
import { referencesOf } from './joined-columns.ts';
import { outputColumns } from './output-columns.ts';
import type { ColumnsOf } from './shape.ts';

/** The entries that come out, as `document.columns` would list them. */
export const columnEntries = (document: JoinDocument, columnsOf: ColumnsOf): OutputColumn[] =>
  document.columns ?? allEntries(document, columnsOf);

/** The entries of all columns, chosen or not: what a list with ticks shows. */
export function allEntries(document: JoinDocument, columnsOf: ColumnsOf): OutputColumn[] {
  const { columns: _, ...whole } = document;
  return outputColumns(whole, columnsOf).flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
}

/** All entries, those chosen first in their order, with what each comes out as; `name` undefined = not chosen. */
export function columnChoices(
  document: JoinDocument,
  columnsOf: ColumnsOf,
): { entry: OutputColumn; name: string | undefined; type: string }[] {
  const { columns: _, ...whole } = document;
  const chosen = outputColumns(document, columnsOf);
  const all = outputColumns(whole, columnsOf);
  const others = all.filter(({ entry }) => !chosen.some((column) => isSameEntry(column.entry, entry)));
  return [
    ...chosen.map(({ entry, name, type }) => ({ entry, name, type })),
    ...others.map(({ entry, type }) => ({ entry, name: undefined, type })),
  ].flatMap(({ entry, ...rest }) => (entry === undefined ? [] : [{ entry, ...rest }]));
}

/** The same columns, whatever the name. */
export function isSameEntry(a: OutputColumn | undefined, b: OutputColumn | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [left, right] = [referencesOf(a), referencesOf(b)];
  return left.length === right.length && left.every((one, index) => isSameColumn(one, right[index] ?? NOWHERE));
}
const NOWHERE: ColumnReference = { input: '', column: '' };

/** Ticks a column on (at the end) or off. The last column cannot go off. */
export function tickColumn(
  document: JoinDocument,
  entry: OutputColumn,
  isOn: boolean,
  columnsOf: ColumnsOf,
): JoinDocument {
  const entries = columnEntries(document, columnsOf);
  const place = entries.findIndex((other) => isSameEntry(other, entry));
  if (isOn === place >= 0) return document;
  if (isOn) return { ...document, columns: [...entries, entry] };
  return entries.length === 1 ? document : { ...document, columns: entries.toSpliced(place, 1) };
}

/** Moves the column at `from` to stand at `to`. */
export function moveColumn(document: JoinDocument, from: number, to: number, columnsOf: ColumnsOf): JoinDocument {
  const entries = columnEntries(document, columnsOf);
  const moved = entries[from];
  if (moved === undefined || from === to || to < 0 || to >= entries.length) return document;
  return { ...document, columns: entries.toSpliced(from, 1).toSpliced(to, 0, moved) };
}

/** Names the column at `index`; undefined or blank = by the duplicate rule again. A name that is taken gets a number when it comes out. */
export function renameColumn(
  document: JoinDocument,
  index: number,
  name: string | undefined,
  columnsOf: ColumnsOf,
): JoinDocument {
  const entries = columnEntries(document, columnsOf);
  const entry = entries[index];
  if (entry === undefined) return document;
  const { name: _, ...plain } = entry;
  const chosen = name?.trim() ?? '';
  return { ...document, columns: entries.with(index, chosen === '' ? plain : { ...plain, name: chosen }) };
}

/** All columns again, in the order of the inputs, under names by the rule. */
export function resetColumns({ columns: _, ...rest }: JoinDocument): JoinDocument {
  return rest;
}

export const setDuplicates = (document: JoinDocument, duplicates: DuplicateRule): JoinDocument => ({
  ...document,
  duplicates,
});

/** One column for both sides of equality keys, or both again. Chosen columns follow: order and names stay as far as they can. */
export function setCoalesceKeys(document: JoinDocument, coalesceKeys: boolean, columnsOf: ColumnsOf): JoinDocument {
  const next = { ...document, coalesceKeys };
  if (document.columns === undefined || document.coalesceKeys === coalesceKeys) return next;
  const all = allEntries(next, columnsOf);
  const columns: OutputColumn[] = [];
  const add = (entry: OutputColumn): void => {
    if (!columns.some((other) => isSameEntry(other, entry))) columns.push(entry);
  };
  for (const entry of document.columns) {
    if ('coalesce' in entry && !coalesceKeys) for (const reference of entry.coalesce) add(reference);
    else {
      const [reference = NOWHERE] = referencesOf(entry);
      const pair = all.find((one) => 'coalesce' in one && one.coalesce.some((side) => isSameColumn(side, reference)));
      if (pair === undefined) add(entry);
      else add(entry.name === undefined ? pair : { ...pair, name: entry.name });
    }
  }
  return { ...next, columns };
}

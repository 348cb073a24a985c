import type { JoinDocument, OutputColumn } from '../../lib/contract/join.ts';
import { allEntries } from '../../lib/join/edit-columns.ts';
import { inputByAlias } from '../../lib/join/inputs.ts';
import { referencesOf } from '../../lib/join/joined-columns.ts';
import { outputColumns } from '../../lib/join/output-columns.ts';
import { type ColumnsOf, findColumn, shapeOf } from '../../lib/join/shape.ts';

/** A line of the output list. */
export interface OutputRow {
  readonly key: string;
  readonly entry: OutputColumn;
  /**
   * `out` comes out; `off` could; `rule` is chosen but left out as a repeated name; `gone` is chosen, but its input has no such column any
   * more.
   */
  readonly state: 'out' | 'off' | 'rule' | 'gone';
  /** Name under which it comes out. */
  readonly name: string | undefined;
  /** Name of the column at its input. */
  readonly column: string;
  readonly inputs: readonly string[];
  /** Its name clashes with another column's, and the rule made this one. */
  readonly isByRule: boolean;
}

const keyOf = (entry: OutputColumn): string =>
  referencesOf(entry)
    .map(({ input, column }) => `${input}\0${column}`.toLowerCase())
    .join('\0\0');

/** What comes out, in order, with what stays out between where it would stand. */
export function outputRows(document: JoinDocument, columnsOf: ColumnsOf): OutputRow[] {
  const outputs = new Map(
    outputColumns(document, columnsOf).flatMap((output) =>
      output.entry === undefined ? [] : [[keyOf(output.entry), output] as const],
    ),
  );
  const all = allEntries(document, columnsOf);
  const chosen = (document.columns ?? all).map((entry): OutputRow => {
    const output = outputs.get(keyOf(entry));
    const state = output !== undefined ? 'out' : isGone(document, entry, columnsOf) ? 'gone' : 'rule';
    const isByRule = output?.isRenamed === true && entry.name === undefined;
    return { ...plainRow(entry), state, name: output?.name, isByRule };
  });
  return document.columns === undefined ? chosen : withOthers(chosen, all);
}

/** Entries that are not chosen, each behind the chosen one that it would follow. */
function withOthers(chosen: readonly OutputRow[], all: readonly OutputColumn[]): OutputRow[] {
  const keys = new Set(chosen.map(({ key }) => key));
  const behind = new Map<string, OutputRow[]>();
  let last = '';
  for (const entry of all) {
    const key = keyOf(entry);
    if (keys.has(key)) last = key;
    else
      behind.set(last, [
        ...(behind.get(last) ?? []),
        { ...plainRow(entry), state: 'off', name: undefined, isByRule: false },
      ]);
  }
  return [...(behind.get('') ?? []), ...chosen.flatMap((row) => [row, ...(behind.get(row.key) ?? [])])];
}

const plainRow = (entry: OutputColumn): Pick<OutputRow, 'key' | 'entry' | 'column' | 'inputs'> => ({
  key: keyOf(entry),
  entry,
  column: referencesOf(entry)[0]?.column ?? '',
  inputs: referencesOf(entry).map(({ input }) => input),
});

const isGone = (document: JoinDocument, entry: OutputColumn, columnsOf: ColumnsOf): boolean =>
  referencesOf(entry).some(({ input: alias, column }) => {
    const input = inputByAlias(document, alias);
    const shape = input && shapeOf(input.source, columnsOf);
    return input === undefined || (shape !== undefined && findColumn(shape.columns, column) === undefined);
  });

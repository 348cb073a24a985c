import { z } from 'zod';
import { type InputSource, type JoinDocument, joinTypeSchema } from '../../../lib/contract/join.ts';
import type { TableReference } from '../../../lib/contract/suggestion.ts';
import { addInput, newJoin } from '../../../lib/join/edit-inputs.ts';
import { addKey, setStepType } from '../../../lib/join/edit-steps.ts';
import type { TableInfo } from '../../connectors/connector.ts';
import { tableName } from '../payload.ts';

/** What a model proposes for words: tables and columns by the names that it was shown. */
export const joinAnswerSchema = z.object({
  isPossible: z.boolean(),
  why: z.string(),
  joins: z
    .array(
      z.object({
        left: z.string(),
        leftColumn: z.string(),
        right: z.string(),
        rightColumn: z.string(),
        type: joinTypeSchema.extract(['inner', 'left', 'full']),
      }),
    )
    .max(10),
  columns: z.array(z.object({ table: z.string(), column: z.string() })).max(200),
});
export type JoinAnswer = z.infer<typeof joinAnswerSchema>;

export interface ListedTable {
  readonly reference: TableReference;
  readonly info: TableInfo;
}

/** The answer as a join document; or what in it cannot be, in words that a second try can use. Only listed tables and columns pass. */
export function buildJoin(
  answer: JoinAnswer,
  listed: readonly ListedTable[],
): { readonly document: JoinDocument } | { readonly problem: string } {
  const aliases = new Map<string, string>();
  let document: JoinDocument | undefined;
  const find = (name: string): ListedTable | undefined =>
    listed.find(({ reference }) => tableName(reference).toLowerCase() === name.toLowerCase());
  const columnOf = (table: ListedTable, name: string): string | undefined =>
    table.info.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name;
  const input = (table: ListedTable): string => {
    const name = tableName(table.reference);
    const known = aliases.get(name);
    if (known !== undefined) return known;
    const source: InputSource = { kind: 'table', ...table.reference };
    document = document === undefined ? newJoin(source) : addInput(document, source);
    const alias = document.inputs.at(-1)?.alias ?? '';
    aliases.set(name, alias);
    return alias;
  };
  for (const join of answer.joins) {
    const [left, right] = [find(join.left), find(join.right)];
    if (left === undefined) return { problem: `The table ${join.left} is not listed.` };
    if (right === undefined) return { problem: `The table ${join.right} is not listed.` };
    const [leftColumn, rightColumn] = [columnOf(left, join.leftColumn), columnOf(right, join.rightColumn)];
    if (leftColumn === undefined) return { problem: `${join.left} has no column ${join.leftColumn}.` };
    if (rightColumn === undefined) return { problem: `${join.right} has no column ${join.rightColumn}.` };
    const isConnected =
      document === undefined || [left, right].some((table) => aliases.has(tableName(table.reference)));
    if (!isConnected)
      return { problem: `The join of ${join.left} and ${join.right} touches none of the joins before it.` };
    const isNew = !aliases.has(tableName(right.reference)) || !aliases.has(tableName(left.reference));
    // What stands before a step is its left side, whichever the answer calls left.
    const isTurned = document !== undefined && !aliases.has(tableName(left.reference));
    const [leftAlias, rightAlias] = isTurned ? [input(right), input(left)].reverse() : [input(left), input(right)];
    if (document === undefined || leftAlias === undefined || rightAlias === undefined) continue;
    const step = document.inputs.length - 2;
    const type = isTurned && join.type === 'left' ? 'right' : join.type;
    if (isNew) document = setStepType(document, step, type);
    document = addKey(
      document,
      { input: leftAlias, column: leftColumn, normalisers: [] },
      { input: rightAlias, column: rightColumn, normalisers: [] },
    );
  }
  if (document === undefined) return { problem: 'No join is named.' };
  const columns: { input: string; column: string }[] = [];
  for (const { table: name, column: wanted } of answer.columns) {
    const table = find(name);
    const alias = table === undefined ? undefined : aliases.get(tableName(table.reference));
    const column = table === undefined ? undefined : columnOf(table, wanted);
    if (alias === undefined || column === undefined)
      return { problem: `${name}.${wanted} is no column of the joined tables.` };
    if (!columns.some((one) => one.input === alias && one.column === column)) columns.push({ input: alias, column });
  }
  return { document: columns.length === 0 ? document : { ...document, columns } };
}

import type { ColumnReference, JoinDocument, JoinInput, JoinStep } from '../contract/join.ts';

export const inputByAlias = (document: JoinDocument, alias: string): JoinInput | undefined =>
  document.inputs.find((input) => input.alias.toLowerCase() === alias.toLowerCase());

export const isSameColumn = (a: ColumnReference, b: ColumnReference): boolean =>
  a.input.toLowerCase() === b.input.toLowerCase() && a.column.toLowerCase() === b.column.toLowerCase();

/** The name, or with the first number behind it that makes it free. */
export function numbered(name: string, taken: readonly string[]): string {
  const isTaken = (one: string): boolean => taken.some((other) => other.toLowerCase() === one.toLowerCase());
  let free = name;
  for (let number = 2; isTaken(free); number += 1) free = `${name}${number}`;
  return free;
}

/** What stands before column names that clash: the table's name, or the alias where that is no table or not the only one of its name. */
export function inputLabel(document: JoinDocument, input: JoinInput): string {
  if (input.source.kind !== 'table') return input.alias;
  const name = input.source.table.toLowerCase();
  const others = document.inputs.filter(
    ({ source, alias }) => (source.kind === 'table' ? source.table.toLowerCase() : alias.toLowerCase()) === name,
  );
  return others.length > 1 ? input.alias : input.source.table;
}

/** How many inputs are joined before the first union; the rest is added by unions. */
export function joinedCount(document: JoinDocument): number {
  const union = document.steps.findIndex((step) => step.kind === 'union');
  return Math.min(document.inputs.length, union < 0 ? document.steps.length + 1 : union + 1);
}

type JoinOnlyStep = Extract<JoinStep, { kind: 'join' }>;
export type UnionStep = Extract<JoinStep, { kind: 'union' }>;

/** Steps before the first union, each with the input that it adds. */
export function joinSteps(document: JoinDocument): { step: JoinOnlyStep; input: JoinInput; index: number }[] {
  const found: { step: JoinOnlyStep; input: JoinInput; index: number }[] = [];
  for (const [index, step] of document.steps.slice(0, joinedCount(document) - 1).entries()) {
    const input = document.inputs[index + 1];
    if (step.kind === 'join' && input !== undefined) found.push({ step, input, index });
  }
  return found;
}

/** Union steps, each with the input that it adds. */
export function unionSteps(document: JoinDocument): { step: UnionStep; input: JoinInput; index: number }[] {
  const found: { step: UnionStep; input: JoinInput; index: number }[] = [];
  for (const [index, step] of document.steps.entries()) {
    const input = document.inputs[index + 1];
    if (step.kind === 'union' && input !== undefined) found.push({ step, input, index });
  }
  return found;
}

/** Inputs whose columns can come out or be keys: joined, and not only asked whether a partner exists. */
export function visibleInputs(document: JoinDocument): JoinInput[] {
  const hidden = new Set(joinSteps(document).flatMap(({ step, input }) => (step.type === 'anti' ? [input] : [])));
  return document.inputs.slice(0, joinedCount(document)).filter((input) => !hidden.has(input));
}

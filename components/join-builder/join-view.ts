import type { JoinDocument } from '../../lib/contract/join.ts';
import { inputByAlias, inputLabel, visibleInputs } from '../../lib/join/inputs.ts';
import type { InputView, ListedColumn } from './input-view.ts';

/** Name by which people know an input. */
export function nameIn(document: JoinDocument | undefined, { alias }: Pick<InputView, 'alias'>): string {
  const input = document && inputByAlias(document, alias);
  if (document === undefined || input === undefined) return alias;
  const label = inputLabel(document, input);
  return input.source.kind === 'table' || label.length > LETTERS ? label : `${kinds[input.source.kind]} ${label}`;
}

/** An alias this short was not given by people and says nothing alone. */
const LETTERS = 2;
const kinds = { native: 'statement', result: 'result', join: 'join' } as const;

/** Inputs whose columns stand before a step. */
export function inputsBefore(document: JoinDocument, step: number, views: readonly InputView[]): InputView[] {
  const before = { ...document, inputs: document.inputs.slice(0, step + 1), steps: document.steps.slice(0, step) };
  const visible = new Set(visibleInputs(before).map(({ alias }) => alias));
  return views.filter(({ alias }) => visible.has(alias));
}

export const listed = (views: readonly InputView[]): ListedColumn[] =>
  views.flatMap((input) => input.columns.map((column) => ({ input, column })));

/** Numbers of the keys that columns are part of, by input and column. */
export function keyNumbersOf(document: JoinDocument, index: number): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map<string, number[]>();
  const step = document.steps[index];
  if (step?.kind !== 'join') return numbers;
  for (const [place, key] of step.keys.entries()) {
    for (const { input, column } of [key.left, key.right]) {
      const name = keyName(input, column);
      numbers.set(name, [...(numbers.get(name) ?? []), place + 1]);
    }
  }
  return numbers;
}

/** Columns that are keys of any step, by `keyName`. */
export const keyedColumns = (document: JoinDocument | undefined): ReadonlySet<string> =>
  new Set(
    (document?.steps ?? [])
      .flatMap((step) => (step.kind === 'join' ? step.keys : []))
      .flatMap(({ left, right }) => [left, right].map(({ input, column }) => keyName(input, column))),
  );

export const keyName = (input: string, column: string): string => `${input}\0${column}`;

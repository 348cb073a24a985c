import type { JoinKey, KeySide, Normaliser } from '../../lib/contract/join.ts';
import type { JoinMistake } from '../../lib/join/mistake.ts';
import type { InputView } from './input-view.ts';
import { compareTypes } from './type-classes.ts';

export interface KeyCheck {
  /** What is wrong with the key, in words; undefined if nothing is. */
  readonly problem: string | undefined;
  /** One way out, where there is an obvious one. */
  readonly mend?: { readonly label: string; readonly key: JoinKey } | undefined;
}

/** What is told at a key: its mistakes, and comparing as text where the types of two plain columns differ. */
export function checkKey(
  key: JoinKey,
  place: { readonly step: number; readonly key: number },
  mistakes: readonly JoinMistake[],
  inputs: readonly InputView[],
): KeyCheck {
  const mine = mistakes.filter((mistake) => mistake.place.step === place.step && mistake.place.key === place.key);
  if (mine.length === 0) return { problem: undefined };
  const problem = mine.map(({ message }) => message.replace(/^Key \d+: /, '')).join(' ');
  const [left, right] = [plainType(key.left, inputs), plainType(key.right, inputs)];
  if (left === undefined || right === undefined || compareTypes(left, right) !== 'needs-converting') return { problem };
  return { problem, mend: { label: 'Compare as text', key: asText(key, left, right) } };
}

/** Type of a side that nothing is done to. */
function plainType(side: KeySide, inputs: readonly InputView[]): string | undefined {
  if (side.normalisers.length > 0) return undefined;
  const input = inputs.find(({ alias }) => alias === side.input);
  return input?.columns.find(({ name }) => name.toLowerCase() === side.column.toLowerCase())?.type;
}

const toText: Normaliser = { kind: 'cast', type: 'VARCHAR' };

function asText(key: JoinKey, left: string, right: string): JoinKey {
  const convert = (side: KeySide, type: string): KeySide =>
    type.toUpperCase().startsWith('VARCHAR') ? side : { ...side, normalisers: [...side.normalisers, toText] };
  return { ...key, left: convert(key.left, left), right: convert(key.right, right) };
}

/** The normalisers of each side of a key: of those under which the columns meet, the ones that change this side, and the casts between types. */
import type { Normaliser } from '../../../../lib/contract/join.ts';
import type { ColumnPair } from '../candidates/column-pair.ts';
import type { ColumnProfile } from '../profile/column-profile.ts';
import { isNumeric } from '../profile/type-class.ts';
import { applySteps } from '../values/steps.ts';

export interface KeySteps {
  readonly from: readonly Normaliser[];
  readonly to: readonly Normaliser[];
}

export function keySteps(pair: ColumnPair): KeySteps {
  const steps = pair.values?.steps ?? [];
  return { from: sideSteps(pair.from, pair.to, steps), to: sideSteps(pair.to, pair.from, steps) };
}

function sideSteps(side: ColumnProfile, other: ColumnProfile, steps: readonly Normaliser[]): Normaliser[] {
  const kept = steps.filter((step, index) => changes(side, steps.slice(0, index), step));
  return [...castToText(side, other), ...kept];
}

/** A number meets a text as text; one with a fraction of nothing (42.0) as a whole number first. */
function castToText(side: ColumnProfile, other: ColumnProfile): Normaliser[] {
  const text: Normaliser = { kind: 'cast', type: 'VARCHAR' };
  if (side.type === other.type || side.type === 'text') return [];
  if (isNumeric(side.type) && other.type === 'text')
    return side.type === 'integer' ? [text] : [{ kind: 'cast', type: 'BIGINT' }, text];
  return side.type === 'uuid' || (other.type === 'text' && side.type !== 'date' && side.type !== 'timestamp')
    ? [text]
    : [];
}

function changes(side: ColumnProfile, before: readonly Normaliser[], step: Normaliser): boolean {
  // A date beside a date needs no expression; a text of dates does.
  if (step.kind === 'date' || step.kind === 'expression')
    return step.kind === 'date' ? side.type !== 'date' : side.type === 'text';
  for (const value of side.values?.counts.keys() ?? []) {
    const text = applySteps(value, before);
    if (applySteps(text, [step]) !== text) return true;
  }
  return false;
}

/** Whether two columns of one table are named as two roles of one thing: `home_team` and `away_team`, `approved_by` and `handled_by`. */

import type { ColumnName } from './name-evidence.ts';
import { areOpposite } from './opposites.ts';
import { isAgentNoun, isRoleWord } from './roles.ts';

/** 0 to 1: opposite words, the same last words after other first ones, or the ending that names of roles share. */
export function siblingLikeness(one: ColumnName, other: ColumnName): number {
  if (one.isGeneric && other.isGeneric) return 0;
  if (one.words.some((word) => other.words.some((their) => areOpposite(word, their)))) return 1;
  const shorter = Math.min(one.entity.length, other.entity.length);
  const tail = sharedEnd(one.entity, other.entity);
  if (tail > 0 && tail < shorter) return shorter - tail === 1 ? 0.9 : 0.7;
  const head = sharedEnd([...one.entity].reverse(), [...other.entity].reverse());
  if (head > 0 && head < shorter) return 0.6;
  if (isRoleWord(one.words) && isRoleWord(other.words)) return 0.6;
  if (isRoleNoun(one.entity.at(-1)) && isRoleNoun(other.entity.at(-1))) return 0.5;
  return one.isKeyNamed && other.isKeyNamed && one.words.at(-1) === other.words.at(-1) ? 0.15 : 0;
}

const isRoleNoun = (word: string | undefined): boolean =>
  word !== undefined && ((word.length >= 5 && word.endsWith('ent')) || isAgentNoun(word));

function sharedEnd(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < Math.min(one.length, other.length) && one.at(-1 - count) === other.at(-1 - count)) count += 1;
  return count;
}

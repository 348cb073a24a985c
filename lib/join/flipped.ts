import type { JoinKey } from '../contract/join.ts';

/** The operator that says the same with its sides changed. */
export const flipped: Readonly<Record<JoinKey['operator'], JoinKey['operator']>> = {
  '=': '=',
  is: 'is',
  '<>': '<>',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

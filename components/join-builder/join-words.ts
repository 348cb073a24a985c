import type { JoinKey, JoinStep, JoinType } from '../../lib/contract/join.ts';

/** The eight pictures of how a step joins, as people choose among them. */
export const stepChoices = ['inner', 'left', 'right', 'full', 'anti', 'cross', 'union', 'union-all'] as const;
export type StepChoice = (typeof stepChoices)[number];

export const choiceOf = (step: JoinStep): StepChoice =>
  step.kind === 'join' ? step.type : step.all ? 'union-all' : 'union';

export const joinTypeOf = (choice: StepChoice): JoinType | undefined =>
  choice === 'union' || choice === 'union-all' ? undefined : choice;

const titles: Readonly<Record<StepChoice, string>> = {
  inner: 'Inner join',
  left: 'Left join',
  right: 'Right join',
  full: 'Full join',
  anti: 'Without a match',
  cross: 'Cross join',
  union: 'Union',
  'union-all': 'Union all',
};

export const titleOf = (choice: StepChoice): string => titles[choice];

/** What comes out, in the words of the inputs. */
export function meaningOf(choice: StepChoice, left: string, right: string): string {
  switch (choice) {
    case 'inner':
      return `only ${left} and ${right} that match each other`;
    case 'left':
      return `all ${left}, with their ${right} where there are any`;
    case 'right':
      return `all ${right}, with their ${left} where there are any`;
    case 'full':
      return `all ${left} and all ${right}, side by side where they match`;
    case 'anti':
      return `only ${left} that have no ${right}`;
    case 'cross':
      return `every row of ${left} with every row of ${right}`;
    case 'union':
      return `rows of ${left} and of ${right} below each other, each different row once`;
    case 'union-all':
      return `all rows of ${left}, then all rows of ${right}`;
  }
}

export const operators: readonly JoinKey['operator'][] = ['=', 'is', '<', '<=', '>', '>=', '<>'];

const operatorWords: Readonly<Record<JoinKey['operator'], string>> = {
  '=': '= equals',
  is: 'is: equals, and empty matches empty',
  '<': '< is less than',
  '<=': '≤ is at most',
  '>': '> is greater than',
  '>=': '≥ is at least',
  '<>': '≠ differs from',
};
export const operatorText = (operator: JoinKey['operator']): string => operatorWords[operator];

const operatorSigns: Readonly<Record<JoinKey['operator'], string>> = {
  '=': '=',
  is: 'is',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '<>': '≠',
};
export const operatorSign = (operator: JoinKey['operator']): string => operatorSigns[operator];

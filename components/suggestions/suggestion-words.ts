import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { meaningOf, type StepChoice } from '../join-builder/join-words.ts';

export const isSameTable = (one: TableReference, other: TableReference): boolean =>
  one.connection === other.connection && one.schema === other.schema && one.table === other.table;

export const tableKey = ({ connection, schema, table }: TableReference): string => `${connection}\0${schema}\0${table}`;

/** A union that is suggested keeps all rows, each with where it comes from. */
export const choiceOfType = (type: Suggestion['type']): StepChoice => (type === 'union' ? 'union-all' : type);

/** What the join keeps, in the names of its tables; two tables of one name are told apart by their connections. */
export function meaningOfSuggestion({ type, left, right }: Suggestion): string {
  const [leftName, rightName] = sideNames(left, right);
  return meaningOf(choiceOfType(type), leftName, rightName);
}

export function sideNames(left: TableReference, right: TableReference): readonly [string, string] {
  if (left.table !== right.table) return [left.table, right.table];
  if (left.connection !== right.connection)
    return [`${left.connection}.${left.table}`, `${right.connection}.${right.table}`];
  return [`${left.schema}.${left.table}`, `${right.schema}.${right.table}`];
}

const tierWords: Readonly<Record<Suggestion['tier'], string>> = {
  confident: 'Confident',
  likely: 'Likely',
  possible: 'Possible',
};

export const tierText = ({ tier }: Suggestion): string => tierWords[tier];

const uniqueWords: Readonly<Record<Suggestion['evidence']['uniqueFrom'], string>> = {
  declared: 'declared by the source',
  verified: 'checked on all rows',
  sampled: 'seen in a sample',
  unknown: 'not known',
};

export const uniqueText = (from: Suggestion['evidence']['uniqueFrom']): string => uniqueWords[from];

export const cardinalityText = (cardinality: Suggestion['cardinality']): string => cardinality.replace(':', ' : ');

/** `n : 1` in words, for readers who do not think in signs. */
export function cardinalityMeaning({ cardinality, left, right }: Suggestion): string {
  const [leftName, rightName] = sideNames(left, right);
  switch (cardinality) {
    case '1:1':
      return `each row of ${leftName} meets at most one of ${rightName}, and the other way round`;
    case 'n:1':
      return `each row of ${leftName} meets at most one of ${rightName}`;
    case '1:n':
      return `each row of ${rightName} meets at most one of ${leftName}`;
    case 'n:m':
      return `a row of either side may meet several of the other: rows multiply`;
  }
}

/** How many of the tables the joins connect. */
export function reachOf(joins: readonly Pick<Suggestion, 'left' | 'right'>[], tables: number): string {
  const reached = new Set(joins.flatMap(({ left, right }) => [tableKey(left), tableKey(right)])).size;
  return reached >= tables ? 'all the tables' : `${reached} of the ${tables} tables`;
}

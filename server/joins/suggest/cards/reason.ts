/** Why a join is proposed, in one or two sentences for an analyst. */
import type { Cardinality } from '../../../../lib/contract/suggestion.ts';
import { formatCount, formatCounted } from '../../../../lib/format/number.ts';
import type { ColumnPair } from '../candidates/column-pair.ts';
import type { Edge } from '../edges/edge.ts';
import type { EdgeFigures } from '../edges/figures.ts';
import { isDeclared } from '../profile/declared.ts';

const percent = (share: number): string =>
  share > 0 && share < 0.01
    ? 'less than 1 %'
    : share < 1 && share > 0.99
      ? 'more than 99 %'
      : `${Math.round(share * 100)} %`;

export function edgeReason(
  edge: Edge,
  figures: EdgeFigures,
  cardinality: Cardinality,
  type: 'inner' | 'left' | 'full',
): string {
  return `${nameSentence(edge)} ${valueSentence(edge, figures, cardinality, type)}`.trim();
}

function nameSentence(edge: Edge): string {
  const { pairs, to, from } = edge;
  if (isDeclared(edge.pairs)) return `${from.reference.connection} declares this reference itself.`;
  if (pairs.length > 1)
    return `Only together are ${list(pairs.map((pair) => pair.to.name))} a key of ${to.reference.table}; ${from.reference.table} has ${pairs.length === 2 ? 'both' : `all ${count(pairs.length)}`}.`;
  const [pair] = pairs;
  if (pair === undefined) return '';
  const [left, right] = [`${from.reference.table}.${pair.from.name}`, `${to.reference.table}.${pair.to.name}`];
  if (pair.names.isIdentical) return `${left} and ${right} have the same name.`;
  if (pair.names.isSame) return `${left} and ${right} are one name written in two ways.`;
  if (pair.names.isRole) return `${left} names ${to.reference.table} in a role.`;
  if (pair.names.isPersonRole) return `${left} names a person, and ${to.reference.table} holds people.`;
  if (pair.names.namesTarget >= 0.7) return `${left} names ${to.reference.table}.`;
  return pair.names.score >= 0.6
    ? `${left} and ${right} have similar names.`
    : `The names of ${left} and ${right} say little; the values speak for it.`;
}

function valueSentence(
  edge: Edge,
  figures: EdgeFigures,
  cardinality: Cardinality,
  type: 'inner' | 'left' | 'full',
): string {
  if (figures.fromRows === undefined) return 'Judged by names and types only: no values were compared.';
  const [first] = edge.pairs;
  if (figures.areSamples === true)
    return `Of samples of both, ${figures.keysFound === 0 ? 'no key' : formatCounted(figures.keysFound, 'key')} meet${figures.keysFound < 2 ? 's' : ''}: how many rows find a partner is not known.`;
  const found =
    figures.keysProbed === 1 && figures.keysFound === 1
      ? 'the one key compared is found'
      : figures.keysFound === figures.keysProbed
        ? `all ${formatCount(figures.keysProbed)} keys compared are found`
        : `${formatCount(figures.keysFound)} of ${formatCount(figures.keysProbed)} keys compared are found`;
  const unique = cardinality.endsWith('1') ? `, where ${edge.pairs.length > 1 ? 'they are' : 'it is'} unique` : '';
  const written = first !== undefined && edge.pairs.some(hasSteps) ? ' once both are spelled alike' : '';
  return `In ${edge.to.reference.table} ${found}${written}${unique}; ${typeClause(figures, type)}.`;
}

function typeClause({ fromRows }: EdgeFigures, type: 'inner' | 'left' | 'full'): string {
  if (type === 'inner') return 'every row finds a partner, so an inner join loses none';
  const without = percent(1 - (fromRows ?? 0));
  return type === 'left'
    ? `${without} of the rows find none, which a left join keeps`
    : `each table has rows that the other lacks (${without} here), which a full join keeps`;
}

export function unionReason(left: string, right: string, columns: number): string {
  return `${left} and ${right} have the same ${formatCount(columns)} columns for different rows: slices of one table, to be put below each other.`;
}

const hasSteps = (pair: ColumnPair): boolean => (pair.values?.steps.length ?? 0) > 0;
const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
const count = (number: number): string => ['none', 'one', 'two', 'three', 'four'][number] ?? String(number);

/** What to look out for. */
export function edgeWarnings(figures: EdgeFigures, cardinality: Cardinality, edge: Edge): string[] {
  const warnings: string[] = [];
  if (figures.fanOut !== undefined && figures.fanOut > 1.05 && !cardinality.endsWith('1')) {
    warnings.push(
      `Each row of ${edge.from.reference.table} becomes ${figures.fanOut.toFixed(1)} rows on average: sums over its columns would count them again.`,
    );
  }
  if (cardinality === 'n:m')
    warnings.push('The key repeats on both sides. Group one side by it first if its figures are to be added.');
  if (figures.areSamples !== true && figures.fromRows !== undefined && figures.fromRows < 0.05)
    warnings.push('Hardly any row finds a partner.');
  if (figures.uniqueFrom === 'sampled')
    warnings.push('Uniqueness comes from a part of the values; more of them may repeat.');
  if (
    !isDeclared(edge.pairs) &&
    edge.pairs.some(
      (pair) => pair.values !== undefined && pair.values.byChance >= 0.5 && pair.values.steps.length === 0,
    )
  )
    warnings.push('Both columns count upwards, so that they overlap proves little: the names decide.');
  return warnings;
}

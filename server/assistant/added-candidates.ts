import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { JoineryError } from '../errors.ts';
import type { CatalogService } from '../workbench.ts';
import type { RerankAnswer } from './answers.ts';
import { type PolicyOf, tableName } from './payload.ts';
import { sendsNames } from './policy.ts';

export interface AddedPair {
  readonly left: TableReference;
  readonly leftColumn: string;
  readonly right: TableReference;
  readonly rightColumn: string;
}

/** Undefined where the data does not speak for the pair. */
export type CheckCandidate = (candidate: AddedPair, signal: AbortSignal) => Promise<Suggestion | undefined>;

interface AddedParts {
  readonly catalog: Pick<CatalogService, 'lookup'>;
  readonly policyOf: PolicyOf;
  readonly checkCandidate: CheckCandidate | undefined;
}

const MOST_ADDED = 3;
const MOST_WHY = 400;

/** Pairs that a model added: of listed tables and columns that are there, not proposed before, and proven on the data. */
export async function addedCandidates(
  { added }: RerankAnswer,
  suggestions: readonly Suggestion[],
  { catalog, policyOf, checkCandidate }: AddedParts,
  signal: AbortSignal,
): Promise<Suggestion[]> {
  if (checkCandidate === undefined) return [];
  const listed = new Map(suggestions.flatMap(({ left, right }) => [left, right]).map((one) => [tableName(one), one]));
  const known = new Set(suggestions.flatMap((one) => one.pairs.map((pair) => keyOf(one, pair.left, pair.right))));
  const cards: Suggestion[] = [];
  for (const { left, leftColumn, right, rightColumn, why } of added.slice(0, MOST_ADDED)) {
    const [one, other] = [listed.get(left), listed.get(right)];
    if (one === undefined || other === undefined || left === right) continue;
    // A model was told nothing of the others.
    if (![one, other].every(({ connection }) => sendsNames(policyOf(connection)))) continue;
    const key = keyOf({ left: one, right: other }, leftColumn, rightColumn);
    if (known.has(key)) continue;
    known.add(key);
    const hasColumns = await Promise.all([hasColumn(one, leftColumn, catalog), hasColumn(other, rightColumn, catalog)]);
    if (!hasColumns.every(Boolean)) continue;
    const card = await checked({ left: one, leftColumn, right: other, rightColumn }, checkCandidate, signal);
    if (card === undefined || suggestions.some(({ id }) => id === card.id)) continue;
    const explainedBy = `Added by the model, proven on the data: ${why.replaceAll(/\s+/g, ' ').trim()}`;
    cards.push({ ...card, explainedBy: explainedBy.slice(0, MOST_WHY) });
  }
  return cards;
}

/** A source that fails while a candidate is tried costs the candidate, not the answer. */
async function checked(
  candidate: AddedPair,
  check: CheckCandidate,
  signal: AbortSignal,
): Promise<Suggestion | undefined> {
  try {
    return await check(candidate, signal);
  } catch (thrown) {
    if (thrown instanceof JoineryError) return undefined;
    throw thrown;
  }
}

async function hasColumn(
  { connection, schema, table }: TableReference,
  column: string,
  catalog: Pick<CatalogService, 'lookup'>,
): Promise<boolean> {
  const { columns } = await catalog.lookup(connection, schema, table);
  return columns.some(({ name }) => name === column);
}

const keyOf = ({ left, right }: Pick<Suggestion, 'left' | 'right'>, mine: string, theirs: string): string =>
  [
    [tableName(left), mine],
    [tableName(right), theirs],
  ]
    .map((side) => JSON.stringify(side))
    .sort()
    .join('=');

/** From all edges and unions between all tables to the list that is proposed, or to none. */
import { hasValues } from '../candidates/features.ts';
import { isDeclaredPair } from '../profile/declared.ts';
import { tableKey } from '../profile/table-profile.ts';
import type { SuggestModel } from '../weights/model.ts';
import { isUnique } from './composite.ts';
import { type Edge, edgeKey } from './edge.ts';
import { edgeConfidence } from './judge.ts';
import { joinTree } from './tree.ts';
import type { UnionProposal } from './union.ts';

/** Below this nothing is shown. */
export const SHOWN_FROM = 0.35;
/** If nothing reaches this, the tables have no join. */
export const ABSTAIN_BELOW = 0.45;
const LIKELY = 0.6;
/** From here on a composite key stands before its parts. */
const COMPOSITE_FROM = 0.5;
const MAX_PROPOSALS = 12;

export type Proposal =
  | {
      readonly kind: 'edge';
      readonly edge: Edge;
      readonly confidence: number;
      readonly alternativeOf?: string | undefined;
    }
  | { readonly kind: 'union'; readonly union: UnionProposal; readonly confidence: number };

export interface Decision {
  /** Best first. */
  readonly proposals: readonly Proposal[];
  /** Of them, those that join all tables. */
  readonly tree: readonly Proposal[];
}

export interface PairResult {
  readonly edges: readonly Edge[];
  readonly union?: UnionProposal | undefined;
}

/**
 * `adjust` changes a confidence by what is remembered: joins run before, dismissals. What `isHidden` is left out, and what it would have
 * stood before comes up.
 */
export function decide(
  results: readonly PairResult[],
  model: SuggestModel,
  adjust: (edge: Edge, confidence: number) => number = (_, confidence) => confidence,
  isHidden: (proposal: Proposal) => boolean = () => false,
): Decision {
  const proposals = results
    .flatMap((result) => pairProposals(result, model, adjust))
    .filter((proposal) => !isHidden(proposal))
    .sort((one, other) => other.confidence - one.confidence);
  if ((proposals[0]?.confidence ?? 0) < ABSTAIN_BELOW) return { proposals: [], tree: [] };
  const tree = joinTree(proposals.filter(({ confidence }) => confidence >= ABSTAIN_BELOW).map(asTreeEdge)).map(
    ({ proposal }) => proposal,
  );
  const kept =
    results.length === 1
      ? proposals
      : proposals.filter((proposal) => tree.includes(proposal) || isAlternative(proposal, tree));
  return { proposals: kept.slice(0, MAX_PROPOSALS), tree };
}

function pairProposals(
  { edges, union }: PairResult,
  model: SuggestModel,
  adjust: (edge: Edge, confidence: number) => number,
): Proposal[] {
  if (union !== undefined && union.confidence >= LIKELY)
    return [{ kind: 'union', union, confidence: union.confidence }];
  const judged = edges.map((edge) => ({ edge, confidence: adjust(edge, edgeConfidence(edge, model)) }));
  const ranked = judged
    .map(({ edge, confidence }) => ({
      edge,
      confidence:
        isOwnCounters(edge) && judged.some((other) => other.confidence >= REAL_KEY && !isOwnCounters(other.edge))
          ? confidence * BESIDE_REAL_KEY
          : confidence,
    }))
    .filter(({ confidence }) => confidence >= SHOWN_FROM)
    .sort((one, other) => other.confidence - one.confidence);
  // A part of a likely composite key is no key: it would multiply rows.
  const composites = ranked.filter(({ edge, confidence }) => edge.kind === 'composite' && confidence >= COMPOSITE_FROM);
  const isPart = (edge: Edge) =>
    edge.features.partOfComposite === 1 && composites.some((composite) => excludes(composite.edge, edge));
  const chosen: { edge: Edge; confidence: number }[] = [];
  for (const candidate of ranked.filter(({ edge }) => !isPart(edge)))
    if (!chosen.some(({ edge }) => excludes(edge, candidate.edge))) chosen.push(candidate);
  return chosen.map(({ edge, confidence }) => {
    const first = chosen.find((other) => other.edge !== edge && isOtherRole(other.edge, edge));
    const isLater = first !== undefined && chosen.indexOf(first) < chosen.findIndex((other) => other.edge === edge);
    return { kind: 'edge', edge, confidence, alternativeOf: isLater ? edgeKey(first.edge) : undefined };
  });
}

/** From here on a key is real enough to say what the counters beside it are. */
const REAL_KEY = 0.85;
const BESIDE_REAL_KEY = 0.5;

/** Both columns count the rows of their own tables. */
function isOwnCounters({ kind, pairs, from, to }: Edge): boolean {
  const [pair] = pairs;
  if (kind !== 'single' || pair === undefined || isDeclaredPair(pair)) return false;
  const areOwn =
    from.names.columns.get(pair.from.name)?.isOwnKey === true && to.names.columns.get(pair.to.name)?.isOwnKey === true;
  return areOwn && pair.from.type === 'integer' && pair.to.type === 'integer';
}

/** A better edge leaves no room for another that uses its referring column, or a part of its composite key. */
function excludes(better: Edge, other: Edge): boolean {
  const uses = (edge: Edge, name: string, table: Edge['from']) =>
    edge.pairs.some(
      (pair) =>
        (pair.fromTable === table && pair.from.name === name) || (pair.toTable === table && pair.to.name === name),
    );
  if (better.kind === 'composite' || other.kind === 'composite') {
    return other.pairs.some(
      (pair) => uses(better, pair.from.name, pair.fromTable) || uses(better, pair.to.name, pair.toTable),
    );
  }
  return other.pairs.some((pair) =>
    better.pairs.some((one) => one.fromTable === pair.fromTable && one.from.name === pair.from.name),
  );
}

const isOtherRole = (one: Edge, other: Edge): boolean =>
  one.kind === 'single' &&
  other.kind === 'single' &&
  one.to === other.to &&
  one.pairs[0]?.to.name === other.pairs[0]?.to.name;

function asTreeEdge(proposal: Proposal) {
  if (proposal.kind === 'union') {
    const { left, right } = proposal.union;
    return { left: left.reference, right: right.reference, confidence: proposal.confidence, isToKey: true, proposal };
  }
  const { edge, confidence } = proposal;
  const isToKey =
    edge.kind === 'composite' ||
    edge.pairs.some((pair) => (hasValues(pair) ? isUnique(pair.values?.to.uniqueShare ?? 0) : true));
  return { left: edge.from.reference, right: edge.to.reference, confidence, isToKey, proposal };
}

/** Another role of an edge of the tree: the same two tables, the same target. */
function isAlternative(proposal: Proposal, tree: readonly Proposal[]): boolean {
  if (proposal.kind !== 'edge') return false;
  return tree.some(
    (other) =>
      other.kind === 'edge' &&
      tableKey(other.edge.from.reference) === tableKey(proposal.edge.from.reference) &&
      isOtherRole(other.edge, proposal.edge),
  );
}

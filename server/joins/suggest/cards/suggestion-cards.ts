/** A decision as the suggestions that the page, the API and the CLI show. */
import { createHash } from 'node:crypto';
import type { Evidence, SuggestedPair, Suggestion, TableReference } from '../../../../lib/contract/suggestion.ts';
import type { Decision, Proposal } from '../edges/decide.ts';
import { type Edge, edgeKey } from '../edges/edge.ts';
import { cardinalityOf, type EdgeFigures, edgeFigures, joinTypeOf } from '../edges/figures.ts';
import { isMeasured } from '../edges/judge.ts';
import type { UnionProposal } from '../edges/union.ts';
import { tableKey } from '../profile/table-profile.ts';
import { keySteps } from './key-steps.ts';
import { edgeReason, edgeWarnings, unionReason } from './reason.ts';

const MAX_EXAMPLES = 5;
/** Of a long value only the beginning is shown. */
const MAX_EXAMPLE_LENGTH = 60;

export interface CardNotes {
  /** Whether questions about the two tables are still under way. */
  readonly isProvisional: (left: TableReference, right: TableReference) => boolean;
  /** What else to say about a proposal: that it was run before, that its connection answers no questions. */
  readonly notes: (proposal: Proposal) => {
    readonly reason?: string | undefined;
    readonly warnings: readonly string[];
  };
}

export interface Cards {
  readonly suggestions: readonly Suggestion[];
  readonly tree: readonly string[];
}

export function suggestionCards(decision: Decision, notes: CardNotes): Cards {
  const byEdge = new Map(
    decision.proposals.flatMap((proposal) =>
      proposal.kind === 'edge' ? [[edgeKey(proposal.edge), proposalId(proposal)] as const] : [],
    ),
  );
  const suggestions = decision.proposals.map((proposal): Suggestion => {
    const card = proposal.kind === 'union' ? unionCard(proposal.union) : edgeCard(proposal.edge);
    const { reason, warnings } = notes.notes(proposal);
    const alternativeOf =
      proposal.kind === 'edge' && proposal.alternativeOf !== undefined ? byEdge.get(proposal.alternativeOf) : undefined;
    return {
      ...card,
      id: proposalId(proposal),
      confidence: proposal.confidence,
      tier: proposal.confidence >= 0.85 ? 'confident' : proposal.confidence >= 0.6 ? 'likely' : 'possible',
      reason: reason === undefined ? card.reason : `${card.reason} ${reason}`,
      warnings: [...card.warnings, ...warnings],
      isProvisional: notes.isProvisional(card.left, card.right),
      ...(alternativeOf === undefined ? {} : { alternativeOf }),
    };
  });
  return { suggestions, tree: decision.tree.map(proposalId) };
}

/** The same for the same tables and columns, whichever is named first. */
export function proposalId(proposal: Proposal): string {
  const text =
    proposal.kind === 'edge'
      ? edgeKey(proposal.edge)
      : `union ${[proposal.union.left, proposal.union.right]
          .map(({ reference }) => tableKey(reference))
          .sort()
          .join(' ')}`;
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

type Card = Omit<Suggestion, 'id' | 'confidence' | 'tier' | 'isProvisional'>;

function edgeCard(edge: Edge): Card {
  const figures = edgeFigures(edge);
  const cardinality = cardinalityOf(edge, figures);
  const type = joinTypeOf(edge, figures, cardinality);
  return {
    left: edge.from.reference,
    right: edge.to.reference,
    pairs: edge.pairs.map((pair): SuggestedPair => {
      const steps = keySteps(pair);
      return {
        left: pair.from.name,
        right: pair.to.name,
        leftNormalisers: [...steps.from],
        rightNormalisers: [...steps.to],
      };
    }),
    type,
    cardinality,
    reason: edgeReason(edge, figures, cardinality, type),
    warnings: edgeWarnings(figures, cardinality, edge),
    evidence: edgeEvidence(edge, figures),
  };
}

function edgeEvidence(edge: Edge, figures: EdgeFigures): Evidence {
  const values = edge.pairs.length === 1 && isMeasured(edge) ? edge.pairs[0]?.values : undefined;
  const met: string[] = [];
  const unmet: string[] = [];
  for (const key of values?.from.counts.keys() ?? []) {
    const examples = values?.to.counts.has(key) === true ? met : unmet;
    if (examples.length < MAX_EXAMPLES) examples.push(shown(key));
    if (met.length >= MAX_EXAMPLES && unmet.length >= MAX_EXAMPLES) break;
  }
  const round = (share: number | undefined) => (share === undefined ? undefined : Math.round(share * 10_000) / 10_000);
  return {
    nameScore:
      Math.round((edge.pairs.reduce((sum, { names }) => sum + names.score, 0) / edge.pairs.length) * 100) / 100,
    ...defined({
      leftMatch: figures.areSamples === true ? undefined : round(figures.fromRows),
      rightMatch: round(figures.toRows),
      byChance: round(values?.byChance),
      leftUnique: round(figures.fromUnique),
      rightUnique: round(figures.toUnique),
      fanOut: round(figures.fanOut),
    }),
    keysProbed: figures.keysProbed,
    keysFound: figures.keysFound,
    uniqueFrom: figures.uniqueFrom,
    worstKeys: worstKeys(values?.to.counts),
    matchedExamples: met,
    unmatchedExamples: unmet,
  };
}

/** Keys of the right side that multiply a left row most. */
function worstKeys(counts: ReadonlyMap<string, number> | undefined): Evidence['worstKeys'] {
  return [...(counts ?? [])]
    .filter(([, rows]) => rows > 1)
    .sort(([, one], [, other]) => other - one)
    .slice(0, MAX_EXAMPLES)
    .map(([key, rows]) => ({ key: shown(key), rows }));
}

function unionCard(union: UnionProposal): Card {
  return {
    left: union.left.reference,
    right: union.right.reference,
    pairs: union.pairs.map(({ left, right }) => ({ left, right, leftNormalisers: [], rightNormalisers: [] })),
    type: 'union',
    cardinality: 'n:m',
    reason: unionReason(union.left.reference.table, union.right.reference.table, union.pairs.length),
    warnings:
      union.aligned < 1 ? ['Some columns are in one of the tables only; they are NULL in the rows of the other.'] : [],
    evidence: {
      nameScore: Math.round(union.aligned * 100) / 100,
      keysProbed: 0,
      keysFound: 0,
      uniqueFrom: 'unknown',
      worstKeys: [],
      matchedExamples: [],
      unmatchedExamples: [],
    },
  };
}

const shown = (value: string): string =>
  value.length > MAX_EXAMPLE_LENGTH ? `${value.slice(0, MAX_EXAMPLE_LENGTH)}…` : value;

const defined = <Shape extends Record<string, number | undefined>>(shape: Shape): { [Key in keyof Shape]?: number } =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Shape]?: number;
  };

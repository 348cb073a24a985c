/** Suggestions as tests need them. */
import type { SuggestFrame, Suggestion, TableReference } from '../../../lib/contract/suggestion.ts';

export const table = (connection: string, name: string): TableReference => ({
  connection,
  schema: 'main',
  table: name,
});

export const suggestion = (id: string, change: Partial<Suggestion> = {}): Suggestion => ({
  id,
  left: table('shop', 'orders'),
  right: table('crm', 'accounts'),
  pairs: [{ left: 'customer_no', right: 'customer_ref', leftNormalisers: [], rightNormalisers: [] }],
  type: 'left',
  cardinality: 'n:1',
  confidence: 0.9,
  tier: 'confident',
  reason: 'Nearly every key meets.',
  warnings: [],
  evidence: {
    nameScore: 0.5,
    keysProbed: 50,
    keysFound: 49,
    uniqueFrom: 'sampled',
    worstKeys: [],
    matchedExamples: [],
    unmatchedExamples: [],
  },
  isProvisional: false,
  ...change,
});

export const frame = (suggestions: readonly Suggestion[]): SuggestFrame => ({
  suggestions: [...suggestions],
  tree: suggestions.slice(0, 1).map(({ id }) => id),
  problems: [],
  stage: 'done',
  queries: 2,
  rowsRead: 845,
  ms: 120,
  isDone: true,
});

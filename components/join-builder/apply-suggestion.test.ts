import { expect, it } from 'vitest';
import type { Suggestion } from '../../lib/contract/suggestion.ts';
import { newJoin } from '../../lib/join/edit-inputs.ts';
import { applySuggestion } from './apply-suggestion.ts';

const table = (connection: string, name: string) => ({ connection, schema: 'main', table: name });
const suggestion: Suggestion = {
  id: 's1',
  left: table('shop', 'orders'),
  right: table('crm', 'accounts'),
  pairs: [
    {
      left: 'customer_no',
      right: 'customer_ref',
      leftNormalisers: [],
      rightNormalisers: [{ kind: 'strip_prefix', text: 'C-' }, { kind: 'strip_zeros' }],
    },
  ],
  type: 'left',
  cardinality: 'n:1',
  confidence: 0.9,
  tier: 'confident',
  reason: 'The reference carries a prefix.',
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
};
const keysOf = (step: unknown) => (step as { keys: unknown[] }).keys;

it('makes a join of nothing', () => {
  const made = applySuggestion(undefined, suggestion);
  expect(made.inputs.map(({ source }) => source)).toMatchObject([{ table: 'orders' }, { table: 'accounts' }]);
  expect(made.steps[0]).toMatchObject({
    type: 'left',
    keys: [{ left: { column: 'customer_no' }, right: { column: 'customer_ref', normalisers: [{}, {}] } }],
  });
});

it('takes the inputs that are there, whichever side they are on, and replaces the keys between them', () => {
  const turned = { ...suggestion, left: suggestion.right, right: suggestion.left };
  const before = applySuggestion(undefined, {
    ...turned,
    pairs: [{ ...turned.pairs[0], left: 'x', right: 'y' }] as Suggestion['pairs'],
  });
  const made = applySuggestion(before, suggestion);
  expect(made.inputs).toHaveLength(2);
  expect(made.steps[0]).toMatchObject({ type: 'right' });
  expect(keysOf(made.steps[0])).toHaveLength(1);
  expect(keysOf(made.steps[0])[0]).toMatchObject({
    left: { column: 'customer_ref' },
    right: { column: 'customer_no' },
  });
});

it('joins a table to itself under two aliases', () => {
  const self = { ...suggestion, right: suggestion.left };
  const made = applySuggestion(newJoin({ kind: 'table', ...suggestion.left }), self);
  expect(new Set(made.inputs.map(({ alias }) => alias)).size).toBe(2);
});

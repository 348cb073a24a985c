import { expect, it } from 'vitest';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { swapSides } from './swap-sides.ts';

const side = (input: string, column: string) => ({ input, column, normalisers: [] });
const table = (alias: string) => ({
  alias,
  source: { kind: 'table' as const, connection: 'shop', schema: 'public', table: alias },
  filters: [],
});
const document: JoinDocument = {
  version: 1,
  inputs: [table('o'), table('a')],
  steps: [
    { kind: 'join', type: 'left', keys: [{ left: side('o', 'day'), operator: '<=', right: side('a', 'until') }] },
  ],
  duplicates: 'prefix',
  coalesceKeys: false,
};

it('keeps what is joined with what', () => {
  const swapped = swapSides(document);
  expect(swapped.inputs.map(({ alias }) => alias)).toEqual(['a', 'o']);
  expect(swapped.steps[0]).toEqual({
    kind: 'join',
    type: 'right',
    keys: [{ left: side('a', 'until'), operator: '>=', right: side('o', 'day') }],
  });
  expect(swapSides(swapped)).toEqual(document);
});

it('leaves a chain of three as it is', () => {
  const chain = { ...document, inputs: [...document.inputs, table('t')] };
  expect(swapSides(chain)).toBe(chain);
});

import { expect, it } from 'vitest';
import type { JoinDocument } from '../contract/join.ts';
import { readJoinYaml } from './yaml-read.ts';
import { writeJoinYaml } from './yaml-write.ts';

const document: JoinDocument = {
  version: 1,
  inputs: [
    {
      alias: 'o',
      source: { kind: 'table', connection: 'shop', schema: 'public', table: 'orders' },
      filters: [
        { column: 'total', operator: '>', values: ['007.50'] },
        { column: 'status', operator: 'in', values: ['yes', '1'] },
        { column: 'day', operator: 'between', values: ['2026-01-01', '{{until}}'] },
        { column: 'note', operator: 'is null', values: [] },
        { expression: 'length(note) > 3' },
      ],
    },
    { alias: 'a', source: { kind: 'table', connection: 'crm', schema: 'audit.x', table: 'log' }, filters: [] },
    { alias: 'n', source: { kind: 'native', connection: 'crm', sql: 'SELECT 1\n  FROM t\n' }, filters: [] },
    {
      alias: 'j',
      source: {
        kind: 'join',
        join: {
          version: 1,
          inputs: [{ alias: 'r', source: { kind: 'result', runId: 'r-1' }, filters: [] }],
          steps: [],
          duplicates: 'first',
          coalesceKeys: true,
        },
      },
      filters: [],
    },
  ],
  steps: [
    {
      kind: 'join',
      type: 'left',
      keys: [
        {
          left: { input: 'o', column: 'customer.no', normalisers: [] },
          operator: 'is',
          right: {
            input: 'a',
            column: 'ref',
            normalisers: [
              { kind: 'trim' },
              { kind: 'zero_pad', length: 8 },
              { kind: 'strip_prefix', text: '007' },
              { kind: 'cast', type: 'DECIMAL(38,0)' },
            ],
          },
        },
      ],
    },
    { kind: 'join', type: 'cross', keys: [], isConfirmed: true },
    {
      kind: 'union',
      all: true,
      mapping: { by: 'hand', pairs: [{ name: 'x', before: 'ref', added: null }] },
      sourceColumn: 'from',
    },
  ],
  duplicates: 'suffix',
  coalesceKeys: true,
  columns: [
    { input: 'o', column: 'total' },
    { input: 'o', column: 'customer.no', name: 'no' },
    {
      coalesce: [
        { input: 'o', column: 'x' },
        { input: 'a', column: 'y' },
      ],
    },
  ],
  parameters: [
    { name: 'until', type: 'date', value: '2026-12-31' },
    { name: 'list', type: 'text_list', value: ['1', 'no'] },
  ],
};

it('a document comes back from its YAML as it was', () => {
  expect(readJoinYaml(writeJoinYaml(document))).toEqual({ document });
});

it('is short where everything is at its default', () => {
  const plain: JoinDocument = {
    version: 1,
    inputs: [
      { alias: 'o', source: { kind: 'table', connection: 'shop', schema: 'public', table: 'orders' }, filters: [] },
      { alias: 'a', source: { kind: 'table', connection: 'crm', schema: 'main', table: 'accounts' }, filters: [] },
    ],
    steps: [
      {
        kind: 'join',
        type: 'inner',
        keys: [
          {
            left: { input: 'o', column: 'no', normalisers: [] },
            operator: '=',
            right: { input: 'a', column: 'ref', normalisers: [{ kind: 'trim' }] },
          },
        ],
      },
    ],
    duplicates: 'prefix',
    coalesceKeys: false,
  };
  expect(writeJoinYaml(plain)).toBe(`version: 1
inputs:
  - alias: o
    table: shop.public.orders
  - alias: a
    table: crm.main.accounts
steps:
  - join: inner
    keys:
      - left: o.no
        right:
          column: a.ref
          normalise:
            - trim
`);
});

it.each([
  ['version: 1\ninputs: [', 2, /./],
  ['version: 2\ninputs: []\n', 1, /version/],
  ['version: 1\ninputs:\n  - alias: o\n    tabel: shop.public.orders\n', 3, /tabel/],
  ['version: 1\ninputs:\n  - alias: o\n', 3, /exactly one of table/],
  [
    'version: 1\ninputs:\n  - { alias: o, table: a.b.c }\nsteps:\n  - join: left\n    keys:\n      - left: { column: o.x, normalise: [shout] }\n        right: o.y\n',
    7,
    /"shout" is no normaliser/,
  ],
  [
    'version: 1\ninputs:\n  - { alias: o, table: a.b.c }\n  - { alias: p, table: a.b.c }\nsteps:\n  - join: sideways\n',
    6,
    /join/,
  ],
])('tells a mistake with its line: %j', (text, line, message) => {
  const read = readJoinYaml(text);
  if (!('mistakes' in read)) throw new Error('It was read');
  expect(read.mistakes[0]).toMatchObject({ line, message: expect.stringMatching(message) });
});

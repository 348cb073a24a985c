import { afterEach, expect, it } from 'vitest';
import { type ModelServer, startModelServer } from '../testing/model-server.ts';
import { assistantFor, marks } from '../testing/parts.ts';

let server: ModelServer | undefined;
afterEach(() => server?.close());

const join = {
  left: 'shop.public.orders',
  leftColumn: 'ref',
  right: 'crm.main.accounts',
  rightColumn: 'REF',
  type: 'left',
};
const answer = { isPossible: true, why: 'Both hold the number.', joins: [join], columns: [] as object[] };

async function propose(answers: readonly object[]) {
  let times = 0;
  server = await startModelServer(() => {
    times += 1;
    return { text: JSON.stringify(answers[times - 1] ?? answers.at(-1)) };
  });
  const { assistant, calls } = assistantFor({}, { baseURL: server.baseURL });
  const question = { purpose: 'join', words: 'orders with their accounts', tables: [] } as const;
  const given = await assistant.ask({ ...question, tables: [] }, new AbortController().signal);
  return { given, calls, bodies: server.bodies };
}

it('makes a join of listed tables, with names as the catalog spells them', async () => {
  const columns = [{ table: 'crm.main.accounts', column: marks.crmName }];
  const { given, calls } = await propose([{ ...answer, columns }]);
  if (!('proposal' in given)) throw new Error(JSON.stringify(given));
  const { document, sql } = given.proposal;
  expect(document.inputs.map(({ source }) => source)).toEqual([
    { kind: 'table', connection: 'shop', schema: 'public', table: 'orders' },
    { kind: 'table', connection: 'crm', schema: 'main', table: 'accounts' },
  ]);
  expect(document.steps).toMatchObject([
    { type: 'left', keys: [{ left: { column: 'ref' }, right: { column: 'ref' } }] },
  ]);
  expect(sql).toContain('LEFT JOIN');
  expect(calls).toMatchObject([{ purpose: 'join', outcome: 'ok' }]);
});

it('gives the model one more try, told what was wrong', async () => {
  const wrong = { ...answer, joins: [{ ...join, leftColumn: 'made_up' }] };
  const { given, bodies } = await propose([wrong, answer]);
  expect(given).toHaveProperty('proposal');
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).toContain('has no column made_up');
});

it('says so where it cannot, and never uses a name that is not listed', async () => {
  const secret = { ...answer, joins: [{ ...join, right: 'hr.main.salaries' }] };
  const { given, bodies } = await propose([secret]);
  expect(given).toEqual({ cannot: expect.stringContaining('hr.main.salaries is not listed') });
  expect(bodies).toHaveLength(2);
});

it('passes on why a model sees no join', async () => {
  const { given } = await propose([{ ...answer, isPossible: false, why: 'No table holds owners.', joins: [] }]);
  expect(given).toEqual({ cannot: 'No table holds owners.' });
});

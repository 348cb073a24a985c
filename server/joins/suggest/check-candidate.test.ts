import { expect, it } from 'vitest';
import { checkCandidate } from './check-candidate.ts';
import { MemoryReader, memoryTable } from './testing/memory-tables.ts';

const code = (index: number): string => `K${(index * 7919) % 99991}-x`;
const parcels = memoryTable(
  'shop',
  'parcels',
  { zeta: 'VARCHAR', counter: 'INTEGER', other: 'VARCHAR' },
  Array.from({ length: 400 }, (_, index) => [code(index % 90), index, `none ${index}`]),
);
const things = memoryTable(
  'crm',
  'things',
  { omega: 'VARCHAR', position: 'INTEGER' },
  Array.from({ length: 100 }, (_, index) => [code(index), index]),
);
const left = { connection: 'shop', schema: 'main', table: 'parcels' };
const right = { connection: 'crm', schema: 'main', table: 'things' };

async function check(leftColumn: string, rightColumn: string) {
  const reader = new MemoryReader([parcels, things]);
  const lookup = async (_connection: string, _schema: string | undefined, name: string) =>
    (name === 'parcels' ? parcels : things).info;
  return checkCandidate({ left, leftColumn, right, rightColumn }, reader, { lookup });
}

it('shows a pair that names do not tell of, if its keys meet; never as more than possible', async () => {
  const card = await check('zeta', 'omega');
  expect(card).toMatchObject({ pairs: [{ left: 'zeta', right: 'omega' }], tier: 'possible', cardinality: 'n:1' });
  expect(card?.evidence).toMatchObject({ leftMatch: 1 });
});

it.each([
  ['does not meet', 'other', 'omega'],
  ['meets by accident, as counters do', 'counter', 'position'],
  ['is not there', 'invented', 'omega'],
  ['cannot be compared', 'zeta', 'position'],
])('drops what %s', async (_why, mine, theirs) => {
  expect(await check(mine, theirs)).toBeUndefined();
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { type JoinsFixture, join, startJoins, table } from './testing/joins-fixture.ts';

const COLUMNS = 500;
const header = Array.from({ length: COLUMNS }, (_, index) => `column_${index}`).join(',');
const row = (value: number): string => Array.from({ length: COLUMNS }, () => value).join(',');
const scripts = 'número,naïve "Größe",表の列,ключ,مفتاح,🔑,a;b--\n1,2,3,4,5,6,7\n';

let fixture: JoinsFixture;
beforeAll(async () => {
  fixture = await startJoins('', {
    'crm/wide.csv': `${header}\n${row(1)}\n${row(2)}\n`,
    'crm/tables 表 ٣.csv': scripts.replace('naïve "Größe"', '"naïve ""Größe"""'),
    'crm/empty.csv': 'customer_ref,owner\n',
  });
});
afterAll(() => fixture.close());

/** Every try leaves the document as it was. */
async function untouched<Value>(document: JoinDocument, use: () => Promise<Value>): Promise<Value> {
  const before = structuredClone(document);
  try {
    return await use();
  } finally {
    expect(document).toEqual(before);
  }
}

it('tables of 500 columns: every column once, read back, measured and run', async () => {
  const document = join(table('crm', 'wide'), table('crm', 'wide'), [['column_499', 'column_499']]);
  const { sql, columns } = await untouched(document, () => fixture.joins.toSql(document));
  expect(new Set(columns.map(({ name }) => name.toLowerCase())).size).toBe(2 * COLUMNS);
  expect(await fixture.joins.fromSql(sql)).toEqual({ document });
  expect((await fixture.frames(document)).at(-1)).toMatchObject({ expectedRows: { value: 2, isExact: true } });
  expect(await fixture.count(sql)).toBe(2);
});

it('names in any script, with quotes and signs, go to the source and back', async () => {
  const strange = table('crm', 'tables 表 ٣');
  const document = join(strange, strange, [
    ['naïve "Größe"', 'naïve "Größe"'],
    ['表の列', '表の列'],
    ['مفتاح', 'مفتاح', '<='],
    ['🔑', '🔑', 'is'],
    ['a;b--', 'a;b--'],
  ]);
  const { sql, columns } = await untouched(document, () => fixture.joins.toSql(document));
  expect(columns).toHaveLength(14);
  expect(await fixture.joins.fromSql(sql)).toEqual({ document });
  expect(await fixture.count(sql)).toBe(1);
});

it('an empty input is told, and gives no rows or those of the other side', async () => {
  const document = join(table('shop', 'orders'), table('crm', 'empty'), [['customer_no', 'customer_ref']], 'left');
  const last = (await untouched(document, () => fixture.frames(document))).at(-1);
  expect(last).toMatchObject({
    right: { rows: { value: 0, isExact: true } },
    expectedRows: { value: 8, isExact: true },
  });
  expect(last?.error).toBeUndefined();
});

it('a connection that is not there, or not for this person, is told with the input that names it', async () => {
  const document = join(table('shop', 'orders'), table('secret', 'accounts'), [['customer_no', 'customer_ref']]);
  const told = { code: 'unknown_connection', message: expect.stringMatching(/^Input b: .*secret/) };
  await untouched(document, async () => {
    await expect(fixture.joins.toSql(document)).rejects.toMatchObject(told);
    await expect(fixture.frames(document)).rejects.toMatchObject(told);
    await expect(fixture.joins.partSql(document, 0, 'leftOnly')).rejects.toMatchObject(told);
  });
  // As an input of an input too.
  const outer: JoinDocument = {
    ...document,
    inputs: [{ alias: 'o', source: { kind: 'join', join: document }, filters: [] }],
    steps: [],
  };
  await expect(fixture.joins.toSql(outer)).rejects.toMatchObject(told);
});

it('a column that has gone is told at each place that names it', async () => {
  const document: JoinDocument = {
    ...join(table('shop', 'orders'), table('crm', 'accounts'), [['customer_no', 'gone']]),
    columns: [{ input: 'b', column: 'gone' }],
  };
  await untouched(document, () =>
    expect(fixture.joins.toSql(document)).rejects.toMatchObject({
      code: 'unknown_column',
      message: 'b has no column "gone". (and 1 more)',
    }),
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJoins } from '../../cli/open-joins.ts';
import type { InputFilter, JoinDocument, Normaliser } from '../../lib/contract/join.ts';
import type { XrayFrame } from '../../lib/contract/join-xray.ts';
import { type JoinsFixture, join, startJoins, table } from './testing/joins-fixture.ts';

const plain: Normaliser[] = [{ kind: 'strip_prefix', text: 'C-' }, { kind: 'strip_zeros' }];
const signal = new AbortController().signal;

describe('the join service over real sources', () => {
  let fixture: JoinsFixture;
  let document: JoinDocument;
  beforeAll(async () => {
    fixture = await startJoins();
    document = join(
      table('shop', 'orders'),
      table('crm', 'accounts'),
      [['customer_no', 'customer_ref', '=', plain]],
      'full',
    );
  });
  afterAll(() => fixture.close());

  it('writes SQL with the shortest names, and reads it back', async () => {
    const { sql, columns } = await fixture.joins.toSql(document);
    expect(sql).toContain('FROM shop.orders a\nFULL JOIN crm.accounts b\n');
    expect(columns).toHaveLength(6);
    expect(columns[0]).toEqual({ name: 'order_id', input: 'a', column: 'order_id' });
    expect(await fixture.joins.fromSql(sql)).toEqual({ document });
  });

  it('refuses a document with mistakes, naming the place', async () => {
    const gone = join(table('shop', 'orders'), table('crm', 'accounts'), [['vanished', 'customer_ref']]);
    await expect(fixture.joins.toSql(gone)).rejects.toMatchObject({
      code: 'unknown_column',
      message: 'a has no column "vanished".',
    });
    const nowhere = join(table('shop', 'orders'), table('crm', 'nothing'), [['customer_no', 'x']]);
    await expect(fixture.joins.toSql(nowhere)).rejects.toMatchObject({
      code: 'unknown_table',
      message: expect.stringMatching(/^Input b: /),
    });
  });

  it('shows and counts the rows with and without a partner', async () => {
    const rows = async (part: 'matched' | 'leftOnly' | 'rightOnly') =>
      fixture.count(await fixture.joins.partSql(document, 0, part));
    expect(await Promise.all([rows('matched'), rows('leftOnly'), rows('rightOnly')])).toEqual([7, 3, 2]);
    expect(await fixture.joins.counts(document, 0, signal)).toEqual({
      left: { matched: 5, only: 3 },
      right: { matched: 3, only: 2 },
    });
  });

  it('counts exactly when asked to, where small questions get no answer in time', async () => {
    const hurried = openJoins(fixture.session, 60_000, 1);
    const last = async (isExact: boolean) => {
      let frame: XrayFrame | undefined;
      for await (const next of hurried.xray(document, 0, signal, { isExact })) frame = next;
      return frame;
    };
    expect((await last(false))?.expectedRows).toBeUndefined();
    expect(await last(true)).toMatchObject({ expectedRows: { value: 12, isExact: true }, isDone: true });
  });

  it('joins to all rows of a union before it, and measures that', async () => {
    const united: JoinDocument = {
      ...join(table('shop', 'big'), table('shop', 'half'), []),
      inputs: [
        { alias: 'a', source: table('shop', 'half'), filters: [] },
        { alias: 'b', source: table('shop', 'big'), filters: [{ column: 'n', operator: '<=', values: ['10'] }] },
        { alias: 'c', source: table('shop', 'orders'), filters: [] },
      ],
      steps: [
        { kind: 'union', all: true, mapping: { by: 'name' } },
        {
          kind: 'join',
          type: 'inner',
          keys: [
            {
              left: { input: 'b', column: 'n', normalisers: [] },
              operator: '=',
              right: { input: 'c', column: 'order_id', normalisers: [] },
            },
          ],
        },
      ],
    };
    // Orders 1 to 8 are in both halves of the union.
    expect(await fixture.count((await fixture.joins.toSql(united)).sql)).toBe(16);
    expect((await fixture.frames(united, 1)).at(-1)).toMatchObject({
      step: 1,
      expectedRows: { value: 16, isExact: true },
    });
    expect((await fixture.frames(united, 0)).at(-1)).toMatchObject({ step: 0, expectedRows: { value: 3010 } });
    expect(await fixture.joins.counts(united, 1, signal)).toMatchObject({ right: { matched: 8, only: 0 } });
  });

  it('does so for a later step, whose left side is a join', async () => {
    const later: JoinDocument = {
      ...document,
      inputs: [
        ...document.inputs,
        { alias: 'before', source: table('shop', 'big'), filters: [{ column: 'n', operator: '<', values: ['10'] }] },
      ],
      steps: [
        ...document.steps,
        {
          kind: 'join',
          type: 'left',
          keys: [
            {
              left: { input: 'b', column: 'account_id', normalisers: [] },
              operator: '=',
              right: { input: 'before', column: 'n', normalisers: [] },
            },
          ],
        },
      ],
    };
    // Of 12 rows before it 9 have an account, of five; of 1 to 9 five are accounts.
    expect(await fixture.joins.counts(later, 1, signal)).toEqual({
      left: { matched: 9, only: 3 },
      right: { matched: 5, only: 4 },
    });
    expect(await fixture.count(await fixture.joins.partSql(later, 1, 'rightOnly'))).toBe(4);
  });

  it.each(['inner', 'left', 'right', 'full', 'anti'] as const)(
    'filters inside the inputs of a join of type %s',
    async (type) => {
      const rows = async (left: InputFilter, right: InputFilter): Promise<number> => {
        const { inputs, ...rest } = join(
          table('shop', 'orders'),
          table('crm', 'accounts'),
          [['customer_no', 'customer_ref', '=', plain]],
          type,
        );
        const filtered = inputs.map((input, place) => ({ ...input, filters: [place === 0 ? left : right] }));
        return fixture.count((await fixture.joins.toSql({ ...rest, inputs: filtered })).sql);
      };
      // An own expression always stands inside the input; a plain filter may stand in WHERE.
      expect(
        await rows(
          { column: 'total', operator: '>', values: ['4'] },
          { column: 'owner', operator: '<>', values: ['Ben'] },
        ),
      ).toBe(await rows({ expression: 'total > 4' }, { expression: "owner <> 'Ben'" }));
    },
  );

  it('shows what normalisers do, failing values among them', async () => {
    const cast = join(table('shop', 'orders'), table('crm', 'accounts'), [
      ['customer_no', 'account_id', '=', [], [{ kind: 'cast', type: 'BIGINT' }]],
    ]);
    const { left } = await fixture.joins.examples(cast, 0, 0, signal);
    expect(left.examples).toContainEqual({ before: 'none', after: null });
    expect(left.examples).toContainEqual({ before: '9', after: '9' });
    const { right } = await fixture.joins.examples(document, 0, 0, signal);
    expect(right.examples).toContainEqual({ before: 'C-00005', after: '5' });
  });

  it('keeps the examples of one side when the other cannot be computed', async () => {
    const own: Normaliser[] = [{ kind: 'expression', sql: 'no_such_function(value)' }];
    const wrong = join(table('shop', 'orders'), table('crm', 'accounts'), [['customer_no', 'customer_ref', '=', own]]);
    const { left, right } = await fixture.joins.examples(wrong, 0, 0, signal);
    expect(left.examples.length).toBeGreaterThan(0);
    expect(right).toMatchObject({ examples: [], error: { code: 'invalid_statement' } });
  });

  it('binds parameters in filters, whatever they hold', async () => {
    const filtered: JoinDocument = {
      ...document,
      inputs: document.inputs.map((input) =>
        input.alias === 'b'
          ? { ...input, filters: [{ column: 'owner', operator: '=', values: ['{{owner}}'] }] }
          : input,
      ),
      parameters: [{ name: 'owner', type: 'text', value: "x' OR true --" }],
    };
    const last = (await fixture.frames(filtered)).at(-1);
    expect(last?.right.rows).toEqual({ value: 0, isExact: true });
  });
});

import { describe, expect, it } from 'vitest';
import type { InputSource, JoinDocument } from '../contract/join.ts';
import { columnChoices, moveColumn, renameColumn, setCoalesceKeys, setDuplicates, tickColumn } from './edit-columns.ts';
import { addInput, newJoin, removeInput, renameInput, setFilters } from './edit-inputs.ts';
import { addKey, confirmCross, removeKey, setNormalisers, setSourceColumn, setStepType } from './edit-steps.ts';
import { record, redo, startHistory, undo } from './history.ts';
import { joinSql } from './join-sql.ts';
import { nested, nestedStep } from './nest.ts';
import { outputColumns } from './output-columns.ts';
import type { ColumnsOf, InputShape } from './shape.ts';
import { canRun, validateJoin } from './validate.ts';

const shape = (sqlName: string, columns: Readonly<Record<string, string>>): InputShape => ({
  sqlName,
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
});
const shapes: Readonly<Record<string, InputShape>> = {
  orders: shape('shop.orders', {
    order_id: 'BIGINT',
    customer_no: 'VARCHAR',
    email: 'VARCHAR',
    total: 'DECIMAL(12,2)',
  }),
  accounts: shape('crm.accounts', { account_id: 'UUID', customer_ref: 'VARCHAR', owner: 'VARCHAR', Email: 'VARCHAR' }),
};
const columnsOf: ColumnsOf = (source) => (source.kind === 'table' ? shapes[source.table] : undefined);
const table = (name: string): InputSource => ({ kind: 'table', connection: 'x', schema: 'main', table: name });

const pair = (): JoinDocument => {
  const document = addInput(newJoin(table('orders')), table('accounts'));
  return addKey(document, { input: 'a', column: 'customer_ref' }, { input: 'o', column: 'customer_no' });
};
const names = (document: JoinDocument): string[] => outputColumns(document, columnsOf).map(({ name }) => name);
const mistakes = (document: JoinDocument): string[] => validateJoin(document, columnsOf).map(({ message }) => message);

describe('written SQL', () => {
  it('reads as a person would write it', () => {
    let document = setNormalisers(setStepType(pair(), 0, 'left'), 0, 0, 'right', [
      { kind: 'strip_prefix', text: 'C-' },
      { kind: 'strip_zeros' },
    ]);
    document = setFilters(document, 'o', [{ column: 'total', operator: '>', values: ['100'] }]);
    document = setFilters(document, 'a', [{ column: 'owner', operator: 'in', values: ["O'Neil", '{{owner}}'] }]);
    document = tickColumn(document, { input: 'a', column: 'account_id' }, false, columnsOf);
    expect(
      joinSql(document, columnsOf),
    ).toBe(`SELECT o.order_id, o.customer_no, o.email AS orders_email, o.total, a.customer_ref, a.owner,
       a.Email AS accounts_Email
FROM shop.orders o
LEFT JOIN (
  SELECT * FROM crm.accounts
  WHERE owner IN ('O''Neil', {{owner}})
) a
  ON o.customer_no = regexp_replace(regexp_replace(a.customer_ref, '^C-', ''), '^0+(.)', '\\1')
WHERE o.total > 100`);
  });

  it('fills missing columns of a union, makes types one and says where rows come from', () => {
    let document = setStepType(addInput(newJoin(table('orders')), table('accounts')), 0, 'union all');
    document = setSourceColumn(document, 0, 'origin');
    document = {
      ...document,
      columns: [
        { input: 'o', column: 'email' },
        { input: 'a', column: 'owner', name: 'who' },
      ],
    };
    expect(joinSql(document, columnsOf)).toBe(`SELECT o.email, NULL AS who, 'o' AS origin
FROM shop.orders o
UNION ALL
SELECT a.Email AS email, a.owner AS who, 'a' AS origin
FROM crm.accounts a`);
  });

  it('has a union that something is joined to as an input, under the names of its columns', () => {
    let document = setStepType(addInput(newJoin(table('orders')), table('accounts')), 0, 'union all');
    document = addKey(
      addInput(document, table('orders')),
      { input: 'o', column: 'email' },
      { input: 'ord', column: 'email' },
    );
    const inner = { input: 'a', column: 'owner' };
    document = { ...document, columns: [inner, { input: 'a', column: 'Email' }, { input: 'ord', column: 'total' }] };
    expect(validateJoin(document, columnsOf)).toEqual([]);
    const sql = `SELECT united.owner, united.email, ord.total
FROM (
  SELECT o.order_id, o.customer_no, o.email, o.total, NULL AS account_id, NULL AS customer_ref,
         NULL AS owner
  FROM shop.orders o
  UNION ALL
  SELECT NULL AS order_id, NULL AS customer_no, a.Email AS email, NULL AS total, a.account_id,
         a.customer_ref, a.owner
  FROM crm.accounts a
) united
JOIN shop.orders ord
  ON united.email = ord.email`;
    expect(joinSql(document, columnsOf)).toBe(sql);
    const plain = nested(document, columnsOf);
    expect(plain).toMatchObject({ inputs: [{ alias: 'united', source: { kind: 'join' } }, { alias: 'ord' }] });
    expect(nested(plain, columnsOf)).toBe(plain);
    expect(nestedStep(document, 1, columnsOf)).toEqual({ document: plain, step: 0 });
    expect(nestedStep(document, 0, columnsOf)).toMatchObject({
      document: { inputs: [{ alias: 'o' }, { alias: 'a' }] },
      step: 0,
    });
    const gone = { ...document, steps: document.steps.with(1, { kind: 'join', type: 'inner', keys: [] }) };
    expect(validateJoin(gone, columnsOf)).toMatchObject([
      { message: 'ord is joined without a key.', place: { step: 1 } },
    ]);
  });

  it('writes inputs whose columns are not known yet as alias.*', () => {
    const document = addInput(newJoin(table('orders')), { kind: 'native', connection: 'crm', sql: 'SELECT $$1$$' });
    expect(joinSql(document, columnsOf)).toContain(
      "c.*\nFROM shop.orders o\nJOIN native('crm', $sql$SELECT $$1$$$sql$) c",
    );
  });
});

describe('names of output columns', () => {
  it('follow the rule', () => {
    expect(names(pair())).toEqual([
      'order_id',
      'customer_no',
      'orders_email',
      'total',
      'account_id',
      'customer_ref',
      'owner',
      'accounts_Email',
    ]);
    expect(names(setDuplicates(pair(), 'suffix'))).toContain('Email_accounts');
    expect(names(setDuplicates(pair(), 'first')).filter((name) => /email/i.test(name))).toEqual(['email']);
  });

  it('never meet, whatever somebody chooses', () => {
    let document = renameColumn(pair(), 0, 'ORDERS_EMAIL', columnsOf);
    document = renameColumn(document, 1, 'orders_email', columnsOf);
    const all = names(document);
    expect(all.slice(0, 3)).toEqual(['ORDERS_EMAIL', 'orders_email_2', 'orders_email_3']);
    expect(new Set(all.map((name) => name.toLowerCase())).size).toBe(8);
  });

  it('make one of both sides of a key, also in a chosen list', () => {
    const chosen = moveColumn(pair(), 1, 0, columnsOf);
    const document = setCoalesceKeys(chosen, true, columnsOf);
    expect(names(document)).toEqual([
      'customer_no',
      'order_id',
      'orders_email',
      'total',
      'account_id',
      'owner',
      'accounts_Email',
    ]);
    expect(joinSql(document, columnsOf)).toContain(
      'SELECT coalesce(o.customer_no, a.customer_ref) AS customer_no, o.order_id',
    );
  });

  it('of columns not chosen are listed behind the others', () => {
    const document = tickColumn(pair(), { input: 'o', column: 'order_id' }, false, columnsOf);
    expect(columnChoices(document, columnsOf).map(({ name }) => name === undefined)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('mistakes', () => {
  it('are told in words with their place', () => {
    expect(mistakes(pair())).toEqual([]);
    expect(mistakes(addInput(newJoin(table('orders')), table('accounts')))).toEqual(['a is joined without a key.']);
    expect(mistakes(setStepType(pair(), 0, 'cross'))).toEqual(['Every row is put beside every row of a.']);
    expect(mistakes(confirmCross(setStepType(pair(), 0, 'cross'), 0))).toEqual([]);
    const uncomparable = addKey(pair(), { input: 'o', column: 'order_id' }, { input: 'a', column: 'owner' });
    expect(validateJoin(uncomparable, columnsOf)).toMatchObject([
      {
        severity: 'error',
        message: 'Key 2: o.order_id (BIGINT) and a.owner (VARCHAR) cannot be compared.',
        place: { step: 0, key: 1 },
      },
    ]);
    const gone = setFilters(pair(), 'o', [
      { column: 'vanished', operator: '=', values: ['1'] },
      { column: 'total', operator: '=', values: ['{{x}}', 'y'] },
    ]);
    expect(mistakes(gone)).toEqual([
      'o has no column "vanished".',
      'The filter of o uses {{x}}: give it a type and a value.',
      'The filter "o.total =" takes 1 value(s).',
      '"y" is not a number, but o.total is DECIMAL(12,2).',
    ]);
    expect(canRun(validateJoin(gone, columnsOf))).toBe(false);
  });

  it('forbid columns of an input that only has to be without a partner', () => {
    const document = { ...setStepType(pair(), 0, 'anti'), columns: [{ input: 'a', column: 'owner' }] };
    expect(mistakes(document)).toEqual(['Columns of a do not come out: only rows without a partner there do.']);
  });
});

describe('edits', () => {
  it('answer the very same document where they do not apply', () => {
    const document = pair();
    expect(addKey(document, { input: 'o', column: 'customer_no' }, { input: 'a', column: 'customer_ref' })).toBe(
      document,
    );
    expect(addKey(document, { input: 'o', column: 'email' }, { input: 'o', column: 'email' })).toBe(document);
    expect(removeKey(document, 0, 7)).toBe(document);
    expect(renameInput(document, 'o', 'A')).toBe(document);
    expect(removeInput(newJoin(table('orders')), 'o')).toEqual(newJoin(table('orders')));
  });

  it('rename and remove an input everywhere', () => {
    const renamed = renameInput({ ...pair(), columns: [{ input: 'o', column: 'email' }] }, 'o', 'orders');
    expect(renamed.steps[0]).toMatchObject({ keys: [{ left: { input: 'orders' } }] });
    expect(renamed.columns).toEqual([{ input: 'orders', column: 'email' }]);
    expect(removeInput(renamed, 'orders')).toMatchObject({ inputs: [{ alias: 'a' }], steps: [] });
  });

  it('give every instance of a table its own alias', () => {
    const document = addInput(addInput(newJoin(table('orders')), table('orders')), table('orders'));
    expect(new Set(document.inputs.map(({ alias }) => alias)).size).toBe(3);
  });

  it('can be undone and done again; a run of the same edit is one step', () => {
    let history = startHistory(1);
    history = record(history, 2);
    history = record(history, 3, 'typing');
    history = record(history, 4, 'typing');
    expect(undo(history).present).toBe(2);
    expect(redo(undo(history)).present).toBe(4);
    expect(record(undo(history), 9).future).toEqual([]);
    expect(undo(undo(undo(history))).present).toBe(1);
  });
});

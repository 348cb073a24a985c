import { describe, expect, it } from 'vitest';
import { readCreateTable, readCreateViewComment } from './create-table-text.ts';
import { proveSelect } from './statement.ts';
import { affinityOf, duckdbTypeOf } from './types.ts';

describe('the text of CREATE TABLE', () => {
  it('gives comments of table and columns, and collations', () => {
    const { comment, columns } = readCreateTable(`CREATE TABLE "a(b" ( -- All of it; "really"
      id INTEGER PRIMARY KEY, -- The key, with a comma
      -- a remark on a line of its own belongs to nothing
      [my name] TEXT COLLATE nocase DEFAULT 'x,-- y' CHECK (length(name) > 1), /* Its name */
      amount DECIMAL(10, 2), -- In euros
      plain TEXT,
      PRIMARY KEY (id), -- not a column
      CONSTRAINT c UNIQUE (plain COLLATE RTRIM)
    )`);
    expect(comment).toBe('All of it; "really"');
    expect([...columns.entries()]).toEqual([
      ['id', { comment: 'The key, with a comma' }],
      ['my name', { comment: 'Its name', collation: 'NOCASE' }],
      ['amount', { comment: 'In euros' }],
      ['plain', {}],
    ]);
  });

  it('takes the first line behind the parenthesis, also below it, for the table', () => {
    expect(readCreateTable('CREATE TABLE t (\n  -- Below\n  a INT)').comment).toBe('Below');
    expect(readCreateTable('CREATE TABLE t (a INT)').comment).toBeUndefined();
    expect(readCreateViewComment('CREATE VIEW v AS -- Seen\n SELECT 1 -- not this')).toBe('Seen');
  });
});

describe('the proof of a single SELECT', () => {
  it.each([
    ['SELECT 1 ; -- end', 'SELECT 1 '],
    ['SELECT \';\' AS "delete" -- x', 'SELECT \';\' AS "delete"'],
    ['/* a */ WITH x AS (SELECT 1) SELECT * FROM x', '/* a */ WITH x AS (SELECT 1) SELECT * FROM x'],
    ['VALUES (1), (2)', 'VALUES (1), (2)'],
    ['select replace(a, b, c) from t', 'select replace(a, b, c) from t'],
  ])('lets %j through', (sql, proven) => {
    expect(proveSelect(sql, 'crm')).toBe(proven);
  });
});

describe('types', () => {
  it.each([
    ['INT', 'integer', 'BIGINT'],
    ['FLOATING POINT', 'integer', 'BIGINT'],
    ['CHARINT', 'integer', 'BIGINT'],
    ['NVARCHAR(20)', 'text', 'VARCHAR'],
    ['', 'blob', 'VARCHAR'],
    ['double precision', 'real', 'DOUBLE'],
    ['DECIMAL', 'numeric', 'DOUBLE'],
    ['NUMERIC(39,2)', 'numeric', 'DOUBLE'],
    ['NUMBER( 5 )', 'numeric', 'DECIMAL(5,0)'],
    ['STRING', 'numeric', 'VARCHAR'],
    ['timestamp with time zone', 'numeric', 'TIMESTAMP WITH TIME ZONE'],
  ])('%s has %s affinity and becomes %s', (declared, affinity, type) => {
    expect(affinityOf(declared)).toBe(affinity);
    expect(duckdbTypeOf(declared)).toBe(type);
  });
});

/** What is SQLite's own: dynamic types, views, tables without rowids, broken files, locks, and its SQL. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectError, fetchAll, never, tableOf, wholeTable, withSession } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import type { TableRequest } from '../connector.ts';
import { sqliteDriver } from './index.ts';
import { quietLog, type SqliteSource, startSqliteSource } from './testing/sqlite-source.ts';

let source: SqliteSource;
beforeAll(async () => {
  source = await startSqliteSource();
});
afterAll(async () => {
  await source.close();
});

const rowsOf = async (table: string, changes: Partial<Omit<TableRequest, 'kind' | 'table'>> = {}) => {
  const info = await tableOf(source, table);
  return withSession(
    source,
    async (session) => (await load(await session.fetch(wholeTable(info, changes), never()))).rows,
  );
};

describe('tables of every kind', () => {
  it('reads tables without rowid, with its names taken, with negative and far rowids, and virtual ones', async () => {
    source.writer.exec(`
      CREATE TABLE keyed (k TEXT PRIMARY KEY, v INTEGER) WITHOUT ROWID;
      INSERT INTO keyed VALUES ('b', 2), ('a', 1);
      CREATE TABLE shadowed (rowid TEXT, oid TEXT, _rowid_ TEXT);
      INSERT INTO shadowed VALUES ('x', 'y', 'z');
      CREATE TABLE far (v TEXT);
      INSERT INTO far (rowid, v) VALUES (-9223372036854775808, 'first'), (0, 'middle'), (9223372036854775807, 'last');
      CREATE VIRTUAL TABLE notes USING fts5(title, body);
      INSERT INTO notes VALUES ('hello', 'world');
      CREATE VIRTUAL TABLE boxes USING rtree(id, low, high);
      INSERT INTO boxes VALUES (1, 0.5, 2);
      CREATE TABLE strict_one (a INTEGER, b ANY) STRICT;
      INSERT INTO strict_one VALUES (1, 'x'), (2, 3);
      CREATE TABLE generated (a INTEGER, b INTEGER AS (a * 2), c TEXT AS (a || '!') STORED);
      INSERT INTO generated VALUES (21)`);
    expect((await rowsOf('keyed')).toSorted()).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(await rowsOf('shadowed')).toEqual([['x', 'y', 'z']]);
    expect(await rowsOf('far')).toEqual([['first'], ['middle'], ['last']]);
    expect(await rowsOf('notes')).toEqual([['hello', 'world']]);
    expect(await rowsOf('boxes')).toEqual([['1', '0.5', '2.0']]);
    expect(await rowsOf('strict_one')).toEqual([
      ['1', 'x'],
      ['2', '3'],
    ]);
    expect(await rowsOf('generated')).toEqual([['21', '42', '21!']]);
    const { tables } = await source.connector.introspect(never());
    expect(tables.map((table) => table.name).filter((name) => name.startsWith('notes'))).toEqual(['notes']);
  });

  it('types the expressions of a view by its first rows, and says when a later row differs', async () => {
    source.writer.exec(`
      CREATE TABLE sales (id INTEGER PRIMARY KEY, amount DECIMAL(10,2), city TEXT);
      INSERT INTO sales VALUES (1, 2.5, 'Rome'), (2, 4, 'Oslo');
      CREATE VIEW totals AS -- Sales by city
        SELECT city, count(*) AS sales, sum(amount) AS total, avg(amount) > 3 AS is_big, NULL AS missing FROM sales GROUP BY city;
      CREATE VIEW broken AS SELECT * FROM gone;
      CREATE VIEW turns AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
        SELECT CASE WHEN i < 400 THEN i ELSE 'many' END AS v FROM n`);
    const totals = await tableOf(source, 'totals');
    expect(totals).toMatchObject({ kind: 'view', comment: 'Sales by city' });
    expect(totals.columns.map((column) => column.type)).toEqual(['VARCHAR', 'BIGINT', 'DOUBLE', 'BIGINT', 'VARCHAR']);
    expect((await rowsOf('totals')).toSorted()).toEqual([
      ['Oslo', '1', '4.0', '1', null],
      ['Rome', '1', '2.5', '0', null],
    ]);
    const turns = await tableOf(source, 'turns');
    await withSession(source, async (session) => {
      const error = await expectError(fetchAll(session, wholeTable(turns)), 'source_value');
      expect(error.message).toContain('"v" of table "turns"');
    });
    const { tables } = await source.connector.introspect(never());
    expect(tables.some((table) => table.name === 'broken')).toBe(false);
  });

  it('computes each expression of a view and of a native statement once', async () => {
    // Now an integer, now a float: were it computed anew for each check and for the value, none of the checks might hold.
    const dice = `SELECT CASE WHEN random() % 2 = 0 THEN 1 ELSE 2.5 END AS v FROM (
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n)`;
    source.writer.exec(`CREATE VIEW dice AS ${dice}`);
    const view = await tableOf(source, 'dice');
    await withSession(source, async (session) => {
      for (const request of [wholeTable(view), { kind: 'native', sql: dice } as const])
        expect((await load(await session.fetch(request, never()))).rows).toHaveLength(1000);
    });
  });

  it('reads 2,000 columns, filters a scan and finds rows by index alike', async () => {
    const columns = Array.from({ length: 2000 }, (_, index) => `c${index}`);
    source.writer.exec(`CREATE TABLE wide (${columns.map((name) => `${name} INTEGER`).join(', ')});
      INSERT INTO wide VALUES (${columns.map((_, index) => index).join(', ')})`);
    expect(await rowsOf('wide')).toEqual([columns.map((_, index) => String(index))]);
    source.writer.exec(`CREATE TABLE looked (id INTEGER PRIMARY KEY, code TEXT, note TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
      INSERT INTO looked SELECT i, 'c' || (i % 3000), 'n' || (i % 3000) FROM n;
      CREATE INDEX looked_code ON looked (code)`);
    for (const column of ['code', 'note']) {
      const value = { type: 'VARCHAR', value: `${column.charAt(0)}7` };
      const found = await rowsOf('looked', { filters: [{ kind: 'comparison', column, operator: '=', value }] });
      expect(found.map(([id]) => Number(id)).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 10 }, (_, index) => index * 3000 + 7),
      );
    }
  });

  it('reads rows of very different sizes', async () => {
    source.writer.exec(`CREATE TABLE sizes (id INTEGER PRIMARY KEY, v TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
      INSERT INTO sizes SELECT i, CASE WHEN i % 4000 = 0 THEN hex(zeroblob(1500000)) ELSE 'x' END FROM n`);
    const rows = await rowsOf('sizes');
    expect(rows).toHaveLength(9000);
    expect(rows.reduce((sum, [, text]) => sum + (text?.length ?? 0), 0)).toBe(8998 + 2 * 3_000_000);
  });
});

describe('columnTypes', () => {
  it('names table, column, row and way out of a refused value, and the way out works', async () => {
    source.writer.exec(`CREATE TABLE codes (id INTEGER PRIMARY KEY, code INTEGER, at DATETIME);
      INSERT INTO codes VALUES (7, 'A1', 1700000000), (8, 12, 1700000001)`);
    const table = await tableOf(source, 'codes');
    await withSession(source, async (session) => {
      const error = await expectError(fetchAll(session, wholeTable(table)), 'source_value');
      expect(error).toMatchObject({
        connection: 'crm',
        message: 'Column "code" of table "codes" holds a value in the row with rowid 7 that is not a valid INTEGER.',
      });
      expect(error.hint).toContain('columnTypes: { "codes.code": VARCHAR }');
    });
    const connector = source.connect({ columnTypes: { 'codes.code': 'text', 'Codes.At': 'bigint' } });
    const told = (await connector.introspect(never())).tables.find(({ name }) => name === 'codes');
    expect(told?.columns.map((column) => column.type)).toEqual(['BIGINT', 'VARCHAR', 'BIGINT']);
    const session = await connector.openSession({ runId: 'told', signal: never() });
    try {
      const loaded = await load(await session.fetch(wholeTable(told ?? table), never()));
      expect(loaded.rows).toEqual([
        ['7', 'A1', '1700000000'],
        ['8', '12', '1700000001'],
      ]);
    } finally {
      await session.close();
    }
  });

  it('refuses types that it cannot check', () => {
    const parsed = sqliteDriver.optionsSchema.safeParse({ path: 'x', columnTypes: { 'a.b': 'ENUM' } });
    expect(parsed.success).toBe(false);
  });
});

describe('the file', () => {
  const open = (folder: string, options: Record<string, unknown>) =>
    sqliteDriver.create(sqliteDriver.optionsSchema.parse(options), { id: 'crm', baseDir: folder, log: quietLog });

  it('says what is wrong with one that cannot be read', async () => {
    const folder = join(source.path, '..');
    await writeFile(join(folder, 'text.sqlite'), 'this is a text of some length, and no database at all '.repeat(20));
    await mkdir(join(folder, 'folder.sqlite'));
    const cases = {
      'missing.sqlite': 'source_unreachable',
      'folder.sqlite': 'source_unreachable',
      'text.sqlite': 'source_failed',
    };
    for (const [path, code] of Object.entries(cases)) {
      const connector = open(folder, { path });
      for (const attempt of [
        () => connector.test(never()),
        () => connector.introspect(never()),
        () => connector.openSession({ runId: 'x', signal: never() }),
      ])
        expect((await expectError(attempt(), code)).connection).toBe('crm');
      await connector.close();
    }
  });

  it('waits for a writer no longer than configured', async () => {
    const path = join(source.path, '..', 'locked.sqlite');
    const writer = new DatabaseSync(path);
    writer.exec('CREATE TABLE t (a); BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)');
    const connector = open(join(path, '..'), { path: 'locked.sqlite', busyTimeoutMs: 10 });
    await expectError(connector.introspect(never()), 'source_timeout');
    writer.exec('COMMIT');
    const session = await connector.openSession({ runId: 'x', signal: never() });
    await session.close();
    // Free again: in this journal mode a reader would keep the writer out.
    writer.exec('DELETE FROM t');
    await connector.close();
    writer.close();
  });

  it('is not changed by reading', async () => {
    const path = join(source.path, '..', 'still.sqlite');
    const writer = new DatabaseSync(path);
    writer.exec('CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1)');
    writer.close();
    const before = await readFile(path);
    const connector = open(join(path, '..'), { path: 'still.sqlite' });
    const table = (await connector.introspect(never())).tables[0];
    const session = await connector.openSession({ runId: 'x', signal: never() });
    if (table !== undefined) await fetchAll(session, wholeTable(table));
    await session.close();
    await connector.close();
    expect((await readFile(path)).equals(before)).toBe(true);
  });
});

describe('native statements', () => {
  it('types declared columns by their table and expressions by their first rows, and keeps the order', async () => {
    await withSession(source, async (session) => {
      const sql =
        'SELECT id, amount, amount * 2 AS twice, count(*) OVER () AS n, upper(city) AS c FROM sales ORDER BY id DESC; -- end';
      const columns = await session.describe(sql, never());
      expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
        'id BIGINT',
        'amount DECIMAL(10,2)',
        'twice DOUBLE',
        'n BIGINT',
        'c VARCHAR',
      ]);
      expect((await load(await session.fetch({ kind: 'native', sql }, never()))).rows).toEqual([
        ['2', '4.00', '8.0', '2', 'OSLO'],
        ['1', '2.50', '5.0', '2', 'ROME'],
      ]);
    });
  });

  it.each([
    ['SELECT nope FROM sales', 'unknown_column', 7],
    ['SELECT * FROM sales JOIN nope ON true', 'unknown_table', 25],
    ['SELECT nope(1)', 'invalid_statement', 7],
    ["SELECT 'open", 'syntax_error', 7],
    ['SELECT (1', 'syntax_error', 9],
    ['SELEC 1', 'syntax_error', 0],
    ['SELECT 1;\nSELECT 2', 'multiple_statements', 10],
    ['WITH a AS (SELECT 1) DELETE FROM sales', 'not_a_select', 21],
  ])('marks %j as %s at %i', async (sql, code, offset) => {
    await withSession(source, async (session) => {
      const error = await expectError(session.describe(sql, never()), code);
      expect(error.position?.offset).toBe(offset);
    });
  });
});

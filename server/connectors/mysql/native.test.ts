/** What the conformance suite does not ask: statements that must pass, and places of mistakes. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import type { Connector, Session } from '../connector.ts';
import { duckdbRows, never, openConnector } from './test-support.ts';

let server: MariadbServer;
let connector: Connector;
let session: Session;

beforeAll(async () => {
  server = await startMariadb();
  await server.exec(`CREATE TABLE t (a int, b varchar(20), c date, \`x;y\` int, FULLTEXT (b));
    CREATE TABLE u (id int, a int) PARTITION BY HASH (id) PARTITIONS 2`);
  connector = openConnector(server);
  session = await connector.openSession({ runId: 'native', signal: never });
});
afterAll(async () => {
  await session?.close();
  await connector?.close();
  await server?.stop();
});

describe('statements that only read pass', () => {
  test.each([
    "SELECT '\\'; DELETE FROM t; -- '",
    "SELECT 'it''s', \"a;b\", 'INTO @x', `x;y` FROM t -- ; DELETE",
    'SELECT a, # a comment; with DELETE\n b FROM t /* and INTO @x */',
    'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT * FROM n',
    '(SELECT 1 AS a) UNION ALL (SELECT 2) ORDER BY 1',
    'SELECT SUM(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM t',
    "SELECT GROUP_CONCAT(DISTINCT b ORDER BY a SEPARATOR ';') FROM t GROUP BY a WITH ROLLUP",
    "SELECT REPLACE(b, 'x', 'y'), INSERT(b, 1, 1, 'z'), TRUNCATE(1.234, 2), LEFT(b, 1), IF(a, 1, 2) FROM t",
    'SELECT DATE_ADD(NOW(), INTERVAL 1 DAY), CAST(a AS UNSIGNED), CONVERT(b USING utf8mb4), EXTRACT(YEAR FROM c) FROM t',
    "SELECT * FROM t WHERE MATCH (b) AGAINST ('x' IN BOOLEAN MODE) AND b REGEXP '^x' AND a <=> NULL",
    'SELECT u.* FROM t STRAIGHT_JOIN u USING (a) WHERE EXISTS (SELECT 1 FROM u PARTITION (p0))',
    "SELECT j.k FROM JSON_TABLE('[1, 2]', '$[*]' COLUMNS (k BIGINT PATH '$')) j",
    'SELECT 1 EXCEPT SELECT 2',
    'SELECT @@version',
    'SELECT t.a AS `update`, t.b AS `into` FROM test.t AS t LIMIT 5, 10;',
  ])('%s', async (sql) => {
    expect((await session.describe(sql, never)).length).toBeGreaterThan(0);
  });
});

describe('mistakes are shown where they are', () => {
  test.each([
    ['SELEC 1', 'syntax_error', 1, 1],
    ['SELECT a,\n  FROM t', 'syntax_error', 2, 3],
    ['SELECT a FROM t WHERE', 'syntax_error', 1, 22],
    ['SELECT a,\n  nope\nFROM t', 'unknown_column', 2, 3],
    ['SELECT *\nFROM nope', 'unknown_table', 2, 6],
    ['SELECT nope(1)', 'invalid_statement', 1, 8],
    ['SELECT 1;\nSELECT 2', 'multiple_statements', 2, 1],
    ['\n SELECT a FROM t FOR UPDATE', 'not_a_select', 2, 18],
  ] as const)('%j is %s at line %i, column %i', async (sql, code, line, column) => {
    await expect(session.describe(sql, never)).rejects.toMatchObject({
      code,
      connection: 'source',
      position: { line, column },
    });
  });
});

describe('the account', () => {
  test('is told apart by what it may do', async () => {
    await server.exec(`CREATE USER reader@localhost IDENTIFIED BY 'r'; GRANT SELECT, SHOW VIEW ON test.* TO reader@localhost;
      CREATE USER writer@localhost IDENTIFIED BY 'w'; GRANT SELECT, INSERT (a) ON test.t TO writer@localhost;
      CREATE ROLE editors; GRANT UPDATE ON test.* TO editors; CREATE USER member@localhost IDENTIFIED BY 'm';
      GRANT SELECT ON test.* TO member@localhost; GRANT editors TO member@localhost`);
    const rights = async (user: string, password: string) => {
      const one = openConnector({ ...server, user, password });
      try {
        return (await one.test(never)).account;
      } finally {
        await one.close();
      }
    };
    expect(await rights('reader', 'r')).toEqual({ canWrite: false });
    expect(await rights('writer', 'w')).toMatchObject({ canWrite: true, advice: expect.stringContaining('INSERT') });
    expect(await rights('member', 'm')).toMatchObject({
      canWrite: true,
      advice: expect.stringContaining('GRANT SELECT'),
    });
  });

  test('shows by what a table is partitioned', async () => {
    await server.exec(`CREATE TABLE days (day date, n int) COMMENT 'By day' PARTITION BY RANGE (YEAR(day))
      SUBPARTITION BY HASH (n) SUBPARTITIONS 2 (PARTITION p1 VALUES LESS THAN (2025), PARTITION p2 VALUES LESS THAN MAXVALUE)`);
    const { tables } = await connector.introspect(never);
    const commentOf = (name: string) => tables.find((table) => table.name === name)?.comment;
    expect(commentOf('days')).toBe('By day\nPartitioned by RANGE (year(day)).\nEach partition divided by HASH (n).');
    expect(commentOf('u')).toBe('Partitioned by HASH (id).');
    expect(commentOf('t')).toBeUndefined();
  });

  test('sees keys also when it may only read, and is refused by name elsewhere', async () => {
    await server.exec(`CREATE DATABASE secret; CREATE TABLE secret.s (id int);
      CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES parent (id))`);
    const reader = openConnector({ ...server, user: 'reader', password: 'r' });
    try {
      const { tables } = await reader.introspect(never);
      expect(tables.find((table) => table.name === 'child')).toMatchObject({
        primaryKey: ['id'],
        foreignKeys: [{ columns: ['p'], targetSchema: 'test', targetTable: 'parent', targetColumns: ['id'] }],
      });
      expect(tables.some((table) => table.schema === 'secret')).toBe(false);
      const own = await reader.openSession({ runId: 'reader', signal: never });
      await expect(own.describe('SELECT * FROM secret.s', never)).rejects.toMatchObject({ code: 'source_privilege' });
      await own.close();
      const lost = openConnector({ ...server, user: 'reader', password: 'r', database: 'secret' });
      await expect(lost.test(never)).rejects.toMatchObject({ code: 'source_privilege' });
      await lost.close();
    } finally {
      await reader.close();
    }
  });
});

describe('time limits and changes at the server', () => {
  test('its own time limit ends a query as source_timeout', async () => {
    const limited = openConnector(server, { statementTimeoutMs: 200 });
    try {
      const own = await limited.openSession({ runId: 'limited', signal: never });
      const sql = 'SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b';
      const reading = own.fetch({ kind: 'native', sql }, never).then(duckdbRows);
      await expect(reading).rejects.toMatchObject({ code: 'source_timeout' });
      await own.close();
    } finally {
      await limited.close();
    }
  });

  test('a table that has changed since the catalog was read is source_changed', async () => {
    await server.exec('CREATE TABLE shifting (id int, v int)');
    const { tables } = await connector.introspect(never);
    const table = tables.find((one) => one.name === 'shifting');
    if (table === undefined) throw new Error('The table is missing.');
    const request = { kind: 'table', table, columns: table.columns, filters: [] } as const;
    // A fetch that has ended leaves no lock behind: the table can be altered while the session lives on.
    expect(await duckdbRows(await session.fetch(request, never))).toEqual([]);
    await server.exec("ALTER TABLE shifting MODIFY v varchar(10); INSERT INTO shifting VALUES (1, 'a,b')");
    await expect(session.fetch(request, never)).rejects.toMatchObject({ code: 'source_changed' });
    await server.exec('ALTER TABLE shifting DROP v');
    await expect(session.fetch(request, never)).rejects.toMatchObject({ code: 'source_changed' });
    await server.exec('DROP TABLE shifting');
    await expect(session.fetch(request, never)).rejects.toMatchObject({ code: 'source_changed' });
  });
});

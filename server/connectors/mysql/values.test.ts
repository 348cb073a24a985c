import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import type { Atom } from '../predicate.ts';
import { duckdbRows, loadIntoDuckdb, never, openConnector, readThroughDuckdb, tableOf } from './test-support.ts';

let server: MariadbServer;

beforeAll(async () => {
  server = await startMariadb();
}, 120_000);
afterAll(() => server.stop());

describe('values of tables', () => {
  test('doubles of every size come back bit by bit', async () => {
    await server.exec(
      `CREATE TABLE doubles (id int primary key, d double, f float);
       INSERT INTO doubles SELECT seq, (rand(seq) - 0.5) * pow(10, (CAST(seq AS SIGNED) % 600) - 300), (rand(seq + 1) - 0.5) * pow(10, (CAST(seq AS SIGNED) % 70) - 35) FROM seq_0_to_1999`,
    );
    const connector = openConnector(server);
    try {
      const table = await tableOf(connector, 'doubles');
      const columns = table.columns.slice(1);
      const found = await readThroughDuckdb(connector, { kind: 'table', table, columns, filters: [] });
      // The binary protocol sends the eight (four) bytes themselves.
      const admin = await server.admin();
      const [rows] = await admin.execute({ sql: 'SELECT d, f FROM doubles ORDER BY id', rowsAsArray: true });
      await admin.end();
      const bits = (rows as unknown as [number, number][]).map(([d, f]) => [d, Math.fround(f)]);
      expect(found.map(([d, f]) => [Number(d), Math.fround(Number(f))])).toEqual(bits);
    } finally {
      await connector.close();
    }
  });
});

describe('dates that no calendar has', () => {
  test.each(['0000-00-00', '2020-00-10', '2020-05-00', '2021-02-29'])(
    '%s is refused by default, and NULL if asked for',
    async (text) => {
      const name = `zero_${text.replaceAll('-', '_')}`;
      await server.exec(
        `SET sql_mode = 'ALLOW_INVALID_DATES'; CREATE TABLE ${name} (d date, t datetime(3)); INSERT INTO ${name} VALUES ('${text}', '${text}')`,
      );
      const refusing = openConnector(server);
      const lenient = openConnector(server, { zeroDates: 'null' });
      try {
        const table = await tableOf(refusing, name);
        for (const column of table.columns) {
          const request = { kind: 'table', table, columns: [column], filters: [] } as const;
          await expect(readThroughDuckdb(refusing, request)).rejects.toMatchObject({
            code: 'source_value',
            connection: 'source',
          });
          expect(await readThroughDuckdb(lenient, request)).toEqual([[null]]);
        }
      } finally {
        await refusing.close();
        await lenient.close();
      }
    },
  );
});

describe('filters where zero dates are read as NULL', () => {
  test('no row is lost, whatever is sent', async () => {
    await server.exec(`SET sql_mode = ''; CREATE TABLE zero_filters (id int primary key, n date, d date NOT NULL);
      INSERT INTO zero_filters VALUES (1, '0000-00-00', '0000-00-00'), (2, '2020-01-01', '2020-05-00'), (3, NULL, '2020-06-01')`);
    const connector = openConnector(server, { zeroDates: 'null' });
    try {
      const table = await tableOf(connector, 'zero_filters');
      const session = await connector.openSession({ runId: 'zero', signal: never });
      const whole = { kind: 'table', table, columns: table.columns, filters: [] } as const;
      const loaded = await loadIntoDuckdb(await session.fetch(whole, never));
      const value = { type: 'DATE', value: '2020-05-15' };
      for (const column of ['n', 'd']) {
        const atoms: Atom[] = [
          { kind: 'isNull', column },
          { kind: 'isNotNull', column },
        ];
        for (const operator of ['=', '<>', '<', '<=', '>', '>='] as const) {
          atoms.push({ kind: 'comparison', column, operator, value });
        }
        for (const atom of atoms) {
          const verdict = connector.dialect.accepts(atom, table);
          if (atom.kind !== 'comparison') expect(verdict).toBe('no');
          if (verdict === 'no' || atom.kind !== 'comparison') continue;
          const kept = await loaded.rows(`${column} ${atom.operator} DATE '${value.value}'`);
          const sent = await duckdbRows(await session.fetch({ ...whole, filters: [atom] }, never));
          expect(kept.filter(([id]) => !sent.some(([other]) => other === id))).toEqual([]);
        }
      }
      loaded.close();
      await session.close();
    } finally {
      await connector.close();
    }
  });
});

describe('values of native statements', () => {
  const native = async (sql: string) => {
    const connector = openConnector(server);
    try {
      const session = await connector.openSession({ runId: 'test', signal: never });
      const described = await session.describe(sql, never);
      await session.close();
      const rows = await readThroughDuckdb(connector, { kind: 'native', sql });
      return { types: described.map((one) => `${one.name} ${one.type}`), rows };
    } finally {
      await connector.close();
    }
  };

  test('repeated names, sums, dates, bytes and texts', async () => {
    expect(
      await native(`SELECT 1 AS a, 'x' AS A, sum(x.n) AS s, x'4100' AS b, DATE'2020-01-01' AS d, NULL AS nothing, 1.50 AS dec2, 1e0 AS e
        FROM (SELECT CAST(9223372036854775807 AS SIGNED) AS n UNION ALL SELECT 1) x`),
    ).toEqual({
      types: [
        'a INTEGER',
        'A_2 VARCHAR',
        's DECIMAL(38,0)',
        'b BLOB',
        'd DATE',
        'nothing VARCHAR',
        'dec2 DECIMAL(3,2)',
        'e DOUBLE',
      ],
      rows: [['1', 'x', '9223372036854775808', 'A\\x00', '2020-01-01', null, '1.50', '1.0']],
    });
  });

  test('a number of more than 38 digits is refused, not cut', async () => {
    await expect(native(`SELECT CAST('${'9'.repeat(39)}' AS DECIMAL(65,0)) AS n`)).rejects.toMatchObject({
      code: 'source_value',
    });
    expect((await native(`SELECT CAST('${'9'.repeat(38)}' AS DECIMAL(65,0)) AS n`)).rows).toEqual([['9'.repeat(38)]]);
  });

  test('rows come in the order that the statement asks for, and the limit ends them', async () => {
    const connector = openConnector(server);
    try {
      const sql = 'SELECT seq FROM seq_1_to_1000000 ORDER BY seq DESC';
      expect(await readThroughDuckdb(connector, { kind: 'native', sql, limit: 3 })).toEqual([
        ['1000000'],
        ['999999'],
        ['999998'],
      ]);
      expect(await readThroughDuckdb(connector, { kind: 'native', sql: 'SELECT 1 AS a', limit: 1 })).toEqual([['1']]);
    } finally {
      await connector.close();
    }
  });
});

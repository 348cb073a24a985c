import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { nativeRun, serverParameterTests, textParameter } from '../conformance/server-parameter-tests.ts';
import type { Connector } from '../connector.ts';
import { openConnector } from './test-support.ts';

let server: PostgresServer;
let connector: Connector;

beforeAll(async () => {
  server = await startPostgres();
  const admin = await server.adminClient();
  // Under the old reading of backslashes, which our sessions do not use.
  await admin.query(`
    ALTER DATABASE test SET standard_conforming_strings = off;
    CREATE TABLE victim (id int PRIMARY KEY, key uuid, name text, day date, at timestamp, amount numeric(12,2), isOpen boolean);
    INSERT INTO victim VALUES (1, '6ecd8c99-4036-403d-bf84-cf8400f67836', 'a', '2026-11-22', '2026-11-22 08:30', 12.50, true),
      (2, NULL, 'b', NULL, NULL, NULL, NULL)`);
  await admin.end();
  connector = openConnector(server);
});

afterAll(async () => {
  await connector.close();
  await server.stop();
});

const run = nativeRun(() => connector);

describe('values of {{name}}', () => {
  serverParameterTests({ run, connection: 'shop', lengthFunction: 'length', takesNul: false });

  it('are read by their type, and NULL by none', async () => {
    const typed: StatementParameter[] = [
      { name: 'i', type: 'integer', value: '-9223372036854775808' },
      { name: 'd', type: 'decimal', value: '123456789012.123456789' },
      { name: 'b', type: 'boolean', value: 'true' },
      { name: 'day', type: 'date', value: '2024-02-29' },
      { name: 'at', type: 'timestamp', value: '2026-11-22T08:30:00.125' },
      { name: 'none', type: 'date', value: null },
    ];
    const { columns, rows } = await run('SELECT {{i}}, {{d}}, {{b}}, {{day}}, {{at}}, {{none}}', ...typed);
    expect(rows).toEqual([
      [
        '-9223372036854775808',
        '123456789012.12345678900000000000',
        'true',
        '2024-02-29',
        '2026-11-22 08:30:00.125',
        null,
      ],
    ]);
    expect(columns.map(({ type }) => type).slice(2, 5)).toEqual(['BOOLEAN', 'DATE', 'TIMESTAMP']);
  });

  it('take the type of what they are compared with', async () => {
    const sql = 'SELECT id FROM victim WHERE key = {{x}} AND day = {{day}} AND amount > {{i}}';
    const { rows } = await run(
      sql,
      textParameter('6ecd8c99-4036-403d-bf84-cf8400f67836'),
      { name: 'day', type: 'date', value: '2026-11-22' },
      { name: 'i', type: 'integer', value: '12' },
    );
    expect(rows).toEqual([['1']]);
  });

  it('stand only outside of quotes and comments', async () => {
    const sql =
      'SELECT \'{{x}}\' AS a, "c{{x}}" AS b, $q$' +
      '{{x}}$q$ AS c /* {{gone}} */ FROM (SELECT {{x}} AS "c{{x}}") t -- {{gone}}';
    expect((await run(sql, textParameter("o'"))).rows).toEqual([['{{x}}', "o'", '{{x}}']]);
  });
});

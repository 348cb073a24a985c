import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import { nativeRun, serverParameterTests, textParameter } from '../conformance/server-parameter-tests.ts';
import type { Connector } from '../connector.ts';
import { openConnector } from './test-support.ts';

let server: MariadbServer;
let connector: Connector;

beforeAll(async () => {
  // Modes of the server under which quotes and backslashes mean something else; our sessions set their own.
  server = await startMariadb({ serverOptions: ['--sql-mode=ANSI_QUOTES,NO_BACKSLASH_ESCAPES'] });
  await server.exec(`
    CREATE TABLE victim (id int PRIMARY KEY, name varchar(20), day date, amount decimal(12,2));
    INSERT INTO victim VALUES (1, 'a', '2026-11-22', 12.50), (2, 'b', NULL, NULL)`);
  connector = openConnector(server);
});

afterAll(async () => {
  await connector.close();
  await server.stop();
});

const run = nativeRun(() => connector);

describe('values of {{name}}', () => {
  serverParameterTests({ run, connection: 'source', lengthFunction: 'CHAR_LENGTH', takesNul: true });

  it('are read by their type, and NULL by none', async () => {
    const typed: StatementParameter[] = [
      { name: 'i', type: 'integer', value: '-9223372036854775808' },
      { name: 'd', type: 'decimal', value: '12345678901234567890.123456789' },
      { name: 'b', type: 'boolean', value: 'true' },
      { name: 'day', type: 'date', value: '2024-02-29' },
      { name: 'at', type: 'timestamp', value: '2026-11-22T08:30:00.125' },
      { name: 'none', type: 'date', value: null },
    ];
    const { columns, rows } = await run('SELECT {{i}}, {{d}}, {{b}}, {{day}}, {{at}}, {{none}}', ...typed);
    expect(rows).toEqual([
      ['-9223372036854775808', '12345678901234567890.123456789', '1', '2024-02-29', '2026-11-22 08:30:00.125', null],
    ]);
    expect(columns.map(({ type }) => type).slice(3, 5)).toEqual(['DATE', 'TIMESTAMP']);
  });

  it('are compared as constants are', async () => {
    const { rows } = await run(
      'SELECT id FROM victim WHERE name = {{x}} AND day = {{day}} AND amount > {{i}}',
      textParameter('A'),
      { name: 'day', type: 'date', value: '2026-11-22' },
      { name: 'i', type: 'integer', value: '12' },
    );
    expect(rows).toEqual([['1']]);
  });

  it('stand only outside of quotes and comments', async () => {
    const sql =
      "SELECT '{{x}}' AS a, `c{{x}}` AS b, \"{{x}}\" AS c, 'it\\'s {{x}}' AS d /* {{gone}} */ FROM (SELECT {{x}} AS `c{{x}}`) t # {{gone}}\n-- {{gone}}";
    expect((await run(sql, textParameter("o'"))).rows).toEqual([['{{x}}', "o'", '{{x}}', "it's {{x}}"]]);
  });
});

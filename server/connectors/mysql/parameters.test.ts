import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import { errorOf } from '../conformance/context.ts';
import type { Connector } from '../connector.ts';
import { duckdbRows, never, openConnector } from './test-support.ts';

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

async function run(sql: string, ...parameters: StatementParameter[]) {
  const session = await connector.openSession({ runId: 'parameters', signal: never });
  try {
    const columns = await session.describe(sql, never, parameters);
    return { columns, rows: await duckdbRows(await session.fetch({ kind: 'native', sql, parameters }, never)) };
  } finally {
    await session.close();
  }
}

const text = (value: string | null): StatementParameter => ({ name: 'x', type: 'text', value });

describe('values of {{name}}', () => {
  it.each([
    `'; DELETE FROM victim; --`,
    `\\'; DELETE FROM victim; --`,
    '\\',
    `it's "quoted" $$ $x$ /* -- {{x}} {{y}}`,
    'E\\x41 %s ? $1 :name @v',
    'line\nend\r\ttab \u0001',
    'Überwäsche 衣 😀 \u202e',
    '',
    'a\0b',
  ])('arrive as they are: %j', async (value) => {
    const { rows } = await run(
      'SELECT {{x}} AS x, CHAR_LENGTH({{x}}) AS n, (SELECT count(*) FROM victim) AS rest',
      text(value),
    );
    expect(rows).toEqual([[value, String([...value].length), '2']]);
  });

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
      text('A'),
      { name: 'day', type: 'date', value: '2026-11-22' },
      { name: 'i', type: 'integer', value: '12' },
    );
    expect(rows).toEqual([['1']]);
  });

  it('make lists, of which an empty one finds nothing', async () => {
    const list = (value: string[]): StatementParameter => ({ name: 'names', type: 'text_list', value });
    expect((await run('SELECT id FROM victim WHERE name IN {{names}}', list(['a', "') OR true --"]))).rows).toEqual([
      ['1'],
    ]);
    expect((await run('SELECT id FROM victim WHERE name IN {{names}}', list([]))).rows).toEqual([]);
  });

  it('stand only outside of quotes and comments', async () => {
    const sql =
      "SELECT '{{x}}' AS a, `c{{x}}` AS b, \"{{x}}\" AS c, 'it\\'s {{x}}' AS d /* {{gone}} */ FROM (SELECT {{x}} AS `c{{x}}`) t # {{gone}}\n-- {{gone}}";
    expect((await run(sql, text("o'"))).rows).toEqual([['{{x}}', "o'", '{{x}}', "it's {{x}}"]]);
  });

  it.each([
    [{ name: 'x', type: 'integer', value: '1; DROP TABLE victim' }, 'conversion_failed'],
    [{ name: 'x', type: 'decimal', value: 'NaN' }, 'conversion_failed'],
    [{ name: 'x', type: 'date', value: '2026-02-30' }, 'conversion_failed'],
    [{ name: 'x', type: 'timestamp', value: "2026-01-01' || version()" }, 'conversion_failed'],
    [{ name: 'x', type: 'boolean', value: 'yes' }, 'conversion_failed'],
    [{ name: 'x', type: 'text', value: 'a\ud800b' }, 'conversion_failed'],
    [{ name: 'x', type: 'text', value: ['a'] }, 'conversion_failed'],
    [{ name: 'y', type: 'text', value: 'a' }, 'invalid_statement'],
  ] as const)('are refused where they are none of their type: %j', async (parameter, code) => {
    const error = await errorOf(run('SELECT 1,\n  {{x}}', parameter as unknown as StatementParameter));
    expect(error).toMatchObject({ code, connection: 'source', position: { line: 2, column: 3, length: 5 } });
  });

  it('leave mistakes at their place in the text as written', async () => {
    const error = await errorOf(run('SELECT {{x}}, {{x}}\nFROM victim WHERE nonsense = 1', text('a long value')));
    expect(error).toMatchObject({ code: 'unknown_column', position: { line: 2, column: 19 } });
    const syntax = await errorOf(run('SELECT {{x}},\n FROM victim', text('a long value')));
    expect(syntax).toMatchObject({ code: 'syntax_error', position: { line: 2, column: 2 } });
  });
});

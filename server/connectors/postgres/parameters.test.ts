import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { errorOf, never, withSession } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
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

const run = (sql: string, ...parameters: StatementParameter[]) =>
  withSession(connector, async (session) => {
    const columns = await session.describe(sql, never(), parameters);
    const loaded = await load(await session.fetch({ kind: 'native', sql, parameters }, never()));
    return { columns, rows: loaded.rows };
  });

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
  ])('arrive as they are: %j', async (value) => {
    const { rows } = await run(
      'SELECT {{x}} AS x, length({{x}}) AS n, (SELECT count(*) FROM victim) AS left',
      text(value),
    );
    expect(rows).toEqual([[value, String([...value].length), '2']]);
  });

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
      text('6ecd8c99-4036-403d-bf84-cf8400f67836'),
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
      'SELECT \'{{x}}\' AS a, "c{{x}}" AS b, $q$' +
      '{{x}}$q$ AS c /* {{gone}} */ FROM (SELECT {{x}} AS "c{{x}}") t -- {{gone}}';
    expect((await run(sql, text("o'"))).rows).toEqual([['{{x}}', "o'", '{{x}}']]);
  });

  it.each([
    [{ name: 'x', type: 'integer', value: '1; DROP TABLE victim' }, 'conversion_failed'],
    [{ name: 'x', type: 'decimal', value: 'NaN' }, 'conversion_failed'],
    [{ name: 'x', type: 'date', value: '2026-02-30' }, 'conversion_failed'],
    [{ name: 'x', type: 'timestamp', value: "2026-01-01' || version()" }, 'conversion_failed'],
    [{ name: 'x', type: 'boolean', value: 'yes' }, 'conversion_failed'],
    [{ name: 'x', type: 'text', value: 'a\0b' }, 'conversion_failed'],
    [{ name: 'x', type: 'text', value: 'a\ud800b' }, 'conversion_failed'],
    [{ name: 'x', type: 'text', value: ['a'] }, 'conversion_failed'],
    [{ name: 'y', type: 'text', value: 'a' }, 'invalid_statement'],
  ] as const)('are refused where they are none of their type: %j', async (parameter, code) => {
    const error = await errorOf(run('SELECT 1,\n  {{x}}', parameter as unknown as StatementParameter));
    expect(error).toMatchObject({ code, connection: 'shop', position: { line: 2, column: 3, length: 5 } });
  });

  it('leave mistakes at their place in the text as written', async () => {
    const error = await errorOf(run('SELECT {{x}}, {{x}}\nFROM victim WHERE nonsense = 1', text('a long value')));
    expect(error).toMatchObject({ code: 'unknown_column', position: { line: 2, column: 19 } });
    const syntax = await errorOf(run('SELECT {{x}},\n FROM victim', text('a long value')));
    expect(syntax).toMatchObject({ code: 'syntax_error', position: { line: 2, column: 2 } });
  });
});

/** What needs no real server: pages, values, proofs, and failures that a real one cannot be made to show. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedAnswer, startTrinoProtocol, type TrinoProtocol } from '../../../test/servers/trino-protocol.ts';
import { Cancelled } from '../../errors.ts';
import { errorOf, expectError, fetchAll, never, wholeTable, withSession } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import type { Connector, TableInfo } from '../connector.ts';
import { dateText, encodeRows } from './encode.ts';
import { trinoDriver } from './index.ts';
import { readPage } from './page.ts';
import { proveSelect } from './prove-select.ts';
import { attacks } from './test-attacks.ts';
import { parseType } from './type-text.ts';
import { mapType } from './types.ts';
import { zonedToUtc } from './zones.ts';

let server: TrinoProtocol;
let answers: Record<string, ScriptedAnswer>;
let connectors: Connector[];

beforeEach(async () => {
  answers = {};
  connectors = [];
  server = await startTrinoProtocol((sql) => Object.entries(answers).find(([part]) => sql.includes(part))?.[1] ?? {});
});
afterEach(async () => {
  await Promise.all(connectors.map((connector) => connector.close()));
  await server.stop();
});

function connect(options: Record<string, unknown> = {}): Connector {
  const parsed = trinoDriver.optionsSchema.parse({ port: server.port, catalog: 'lake', user: 'analyst', ...options });
  const connector = trinoDriver.create(parsed, { id: 'lake', baseDir: '.', log: { debug() {}, info() {}, warn() {} } });
  connectors.push(connector);
  return connector;
}

const numbers: TableInfo = {
  schema: 'default',
  name: 'numbers',
  kind: 'table',
  columns: [{ name: 'id', sourceType: 'bigint', type: 'BIGINT', nullable: true }],
  primaryKey: [],
  uniqueKeys: [],
  foreignKeys: [],
};
const columns = [{ name: 'id', type: 'bigint' }];

describe('pages', () => {
  it('keep their rows as text, whatever stands in them', () => {
    const data = '[[9007199254740993,"a\\"],\\"data\\":[1"],[ null , {"k":[1]} ]]';
    const page = readPage(
      `{"id":"1","columns":[{"name":"data","type":"bigint"}],"data":${data},"stats":{"state":"RUNNING"}}`,
    );
    expect([page.id, page.columns?.[0]?.name, page.data, page.stats.state]).toEqual(['1', 'data', data, 'RUNNING']);
    expect(readPage('{"id":"2","stats":{"state":"QUEUED"}}').data).toBeUndefined();
    expect(readPage('{ "id" : "3" , "data" : null , "stats" : {} }').data).toBeUndefined();
    expect(() => readPage('<html>')).toThrow();
    expect(() => readPage('{"id":"1","data":[["a')).toThrow();
  });

  it('become records without a number of JavaScript', () => {
    const types = ['bigint', 'varchar', 'decimal(38, 0)', 'double', 'row(a bigint, "b c" varchar)', 'boolean'];
    const encoded = types.map((type, index) => ({ name: `c${index}`, type: mapType(type) }));
    const data =
      '[[ 9223372036854775807 , "a,\\"b\\"\\n\\u00e9" , "12345678901234567890123456789012345678" ,"NaN",[9007199254740993,"x\\"y"], true ] , [null,"",null,1.0E300,null,null]]';
    expect(encodeRows(data, encoded)).toEqual({
      rows: 2,
      csv: '9223372036854775807,"a,""b""\né",12345678901234567890123456789012345678,NaN,"{""a"":9007199254740993,""b c"":""x\\""y""}",true\n,"",,1.0E300,,\n',
    });
    expect(encodeRows('[]', encoded)).toEqual({ rows: 0, csv: '' });
    expect(encodeRows('[[1],[2],[3]]', encoded.slice(0, 1), 2)).toEqual({ rows: 2, csv: '1\n2\n' });
  });
});

describe('types', () => {
  it.each([
    ['decimal(38, 0)', 'decimal', [38, 0]],
    ['timestamp(12) with time zone', 'timestamp with time zone', [12]],
    ['INTERVAL DAY TO SECOND', 'interval day to second', []],
    ['time(3) without time zone', 'time', [3]],
  ])('%s is understood', (text, name, digits) => {
    expect(parseType(text)).toMatchObject({ name, numbers: digits });
  });

  it('know the names of fields', () => {
    const type = parseType('map(varchar, row(a bigint, "b ""c" array(decimal(3,1)), timestamp(3) with time zone))');
    expect(type.inner[1]?.fields).toEqual(['a', 'b "c', undefined]);
    expect(type.inner[1]?.inner.map(({ name }) => name)).toEqual(['bigint', 'array', 'timestamp with time zone']);
  });

  it('write dates as DuckDB does', () => {
    expect(['2024-02-29', '-0043-03-15', '0000-01-01', '+12024-01-01'].map(dateText)).toEqual([
      '2024-02-29',
      '0044-03-15 (BC)',
      '0001-01-01 (BC)',
      '12024-01-01',
    ]);
  });

  it('find instants of named zones, and say where a local time is not clear', () => {
    expect(zonedToUtc('2024-07-01', '12:00:00.5', 'Europe/Berlin')).toBe('2024-07-01 10:00:00.5+00');
    expect(zonedToUtc('2024-03-31', '03:00:00', 'Europe/Berlin')).toBe('2024-03-31 01:00:00+00');
    expect(zonedToUtc('2024-10-27', '02:30:00', 'Europe/Berlin')).toBeUndefined();
    expect(zonedToUtc('2024-10-27', '02:30:00', 'Mars/Olympus')).toBeUndefined();
  });
});

describe('proof', () => {
  it.each(
    attacks.filter(
      (sql) => !/\{\{|INTO attack FROM|FOR UPDATE|^WITH x AS \((?:INSERT|DELETE)|^WITH x AS \(SELECT 1\) I/.test(sql),
    ),
  )('refuses by its words alone: %s', (sql) => {
    expect(() => proveSelect(sql, 'lake')).toThrow();
  });

  it.each([
    'SELECT 1;',
    ' -- first\n WITH x AS (VALUES 1) SELECT * FROM x /* end */',
    'TABLE orders',
    '(SELECT 1) UNION (SELECT 2)',
    'SELECT * FROM TABLE(sequence(1, 3))',
    'SELECT \'INSERT; ?\', "delete?" FROM t',
    'SELECT * FROM TABLE(exclude_columns(input => TABLE(orders), columns => DESCRIPTOR(a)))',
  ])('lets pass: %s', (sql) => {
    expect(proveSelect(sql, 'lake')).not.toMatch(/;$|^\s/);
  });
});

describe('the protocol', () => {
  it('reads pages to the end, exactly, and tells the statistics of the query', async () => {
    answers.numbers = { columns, pages: ['[[9007199254740993]]', '[]', '[[-9223372036854775808],[null]]'] };
    await withSession(connect(), async (session) => {
      const stream = await session.fetch(wholeTable(numbers), never());
      expect((await load(stream)).rows).toEqual([['9007199254740993'], ['-9223372036854775808'], [null]]);
      if (stream.kind !== 'csv') throw new Error('not streamed');
      expect(await stream.statistics?.()).toMatchObject({ queryId: 'query_1', queueMs: 7, serverMs: 33, rowsRead: 4 });
    });
    expect(server.deleted).toEqual([]);
  });

  it('sends who asks, for what, and with which settings', async () => {
    await withSession(
      connect({ token: 'secret-token', roles: 'reader', sessionProperties: { a: 'x,y' }, statementTimeoutMs: 5000 }),
      (session) => fetchAll(session, wholeTable(numbers)),
    );
    expect(server.statements[0]?.headers).toMatchObject({
      'x-trino-user': 'analyst',
      'x-trino-source': 'joinery',
      'x-trino-catalog': 'lake',
      'x-trino-session': 'a=x%2Cy,query_max_run_time=5000ms',
      'x-trino-role': 'lake=ROLE%7Breader%7D',
      authorization: 'Bearer secret-token',
    });
  });

  it('says so where a column has another kind by now', async () => {
    answers.numbers = { columns: [{ name: 'id', type: 'varchar' }], pages: ['[["a,b"]]'] };
    await withSession(connect(), async (session) => {
      await expectError(fetchAll(session, wholeTable(numbers)), 'source_changed');
    });
  });

  it('tries again where a proxy is busy, and not where Trino answers', async () => {
    answers.numbers = { columns, pages: ['[[1]]'] };
    await withSession(connect(), async (session) => {
      server.failNext(503, 502);
      expect((await load(await session.fetch(wholeTable(numbers), never()))).rows).toEqual([['1']]);
      server.failNext(500);
      await expectError(session.fetch(wholeTable(numbers), never()), 'source_failed');
    });
  });

  it.each([
    [401, 'source_auth_failed'],
    [403, 'source_auth_failed'],
    [404, 'source_failed'],
  ])('says what HTTP status %d means', async (status, code) => {
    const connector = connect({ password: 'very-secret' });
    server.failNext(status);
    const error = await expectError(connector.test(never()), code);
    expect(error.hint).toBeTruthy();
    expect(JSON.stringify(error.toShape())).not.toContain('very-secret');
  });

  it('says so when the coordinator speaks no TLS, or has no such catalog', async () => {
    const secure = await expectError(connect({ ssl: true }).test(never()), 'source_unreachable');
    expect(secure.message).toMatch(/TLS/);
    const missing = await expectError(connect().test(never()), 'source_unreachable');
    expect(missing.message).toMatch(/no catalog called lake/);
  });

  it('says so when the connection breaks, or an answer is cut or none of Trino', async () => {
    answers.numbers = { columns, pages: ['[[1]]', '[[2'] };
    await withSession(connect(), async (session) => {
      const cut = await errorOf(fetchAll(session, wholeTable(numbers)));
      expect(cut).toMatchObject({ code: 'source_failed', connection: 'lake' });
      answers.numbers = { columns, pages: ['[[1]]', '[[2]]'] };
      const stream = await session.fetch(wholeTable(numbers), never());
      // The second break strikes the new wire on which the request goes once more.
      server.failNext('break', 'break');
      const error = await errorOf(load(stream));
      expect(error).toMatchObject({ code: 'source_failed', connection: 'lake' });
      expect((await load(await session.fetch(wholeTable(numbers), never()))).rows).toEqual([['1'], ['2']]);
    });
  });

  it('asks once more, over a new wire, where kept ones were cut while they lay idle', async () => {
    answers.numbers = { columns, pages: ['[[1]]', '[[2]]'] };
    const connector = connect();
    await withSession(connector, async (session) => {
      // Two wires at once, both kept afterwards.
      await Promise.all([fetchAll(session, wholeTable(numbers)), fetchAll(session, wholeTable(numbers))]);
      server.failNext('break');
      expect((await load(await session.fetch(wholeTable(numbers), never()))).rows).toEqual([['1'], ['2']]);
    });
  });

  it.each([
    ['TABLE_NOT_FOUND', 'USER_ERROR', 'source_changed'],
    ['PERMISSION_DENIED', 'USER_ERROR', 'source_privilege'],
    ['EXCEEDED_TIME_LIMIT', 'INSUFFICIENT_RESOURCES', 'source_timeout'],
    ['CLUSTER_OUT_OF_MEMORY', 'INSUFFICIENT_RESOURCES', 'source_failed'],
    ['GENERIC_INTERNAL_ERROR', 'INTERNAL_ERROR', 'source_failed'],
  ])('says what %s in the middle of the rows means', async (errorName, errorType, code) => {
    answers.numbers = {
      columns,
      pages: ['[[1]]', '[[2]]'],
      error: { message: 'line 1:1: why', errorName, errorType },
      errorAtPage: 1,
    };
    await withSession(connect(), async (session) => {
      const error = await errorOf(fetchAll(session, wholeTable(numbers)));
      expect(error).toMatchObject({ code, connection: 'lake' });
    });
  });

  it('deletes the query when nobody reads on, when it is stopped, and when its session ends', async () => {
    answers.numbers = { columns, pages: ['[[1]]'], isEndless: true };
    const connector = connect();
    await withSession(connector, async (session) => {
      const stream = await session.fetch(wholeTable(numbers), never());
      if (stream.kind !== 'csv') throw new Error('not streamed');
      for await (const _ of stream.bytes) break;
      expect(server.deleted).toEqual(['query_1']);
      const controller = new AbortController();
      const running = fetchAll(session, wholeTable(numbers), controller.signal);
      controller.abort();
      expect(await errorOf(running)).toBeInstanceOf(Cancelled);
      await session.fetch(wholeTable(numbers), never());
    });
    await expect.poll(() => new Set(server.deleted)).toEqual(new Set(['query_1', 'query_2', 'query_3']));
  });

  it('runs a native statement in a read-only transaction that is ended', async () => {
    answers['SELECT id'] = { columns, pages: ['[[1]]'] };
    await withSession(connect(), async (session) => {
      const parameters = [{ name: 'x', type: 'text', value: "it's" }] as const;
      const sql = 'SELECT id FROM t WHERE name = {{x}};';
      expect(await session.describe(sql, never(), parameters)).toMatchObject([{ name: 'id', type: 'BIGINT' }]);
      expect((await load(await session.fetch({ kind: 'native', sql, parameters }, never()))).rows).toEqual([['1']]);
    });
    const sent = server.statements.map(({ sql, headers }) => [sql, headers['x-trino-transaction-id']]);
    const statement = "SELECT id FROM t WHERE name = 'it''s'";
    expect(sent).toEqual([
      [`SELECT * FROM (\n${statement}\n) LIMIT 0`, undefined],
      ['START TRANSACTION READ ONLY', 'NONE'],
      [statement, 'transaction_2'],
      ['ROLLBACK', 'transaction_2'],
    ]);
  });

  it('marks a mistake where it stands in what the user wrote', async () => {
    const error = {
      message: "line 3:12: Column 'nope' cannot be resolved",
      errorName: 'COLUMN_NOT_FOUND',
      errorType: 'USER_ERROR',
      errorLocation: { lineNumber: 3, columnNumber: 10 },
    };
    answers.nope = { error };
    await withSession(connect(), async (session) => {
      const parameters = [{ name: 'x', type: 'text', value: 'a longer text' }] as const;
      const failure = await expectError(
        session.describe('SELECT 1,\n {{x}}, nope', never(), [{ ...parameters[0], value: 'four' }]),
        'unknown_column',
      );
      expect(failure.position).toMatchObject({ line: 2, offset: 18 });
      expect(failure.message).toBe("Column 'nope' cannot be resolved");
    });
  });
});

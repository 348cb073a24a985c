/** What the conformance suite does not ask: statements as they are sent, figures, parameters, sign-ins, and each failure of the service in words. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { whyNoPython } from '../../../test/servers/python-packages.ts';
import { type SnowflakeServer, startSnowflake } from '../../../test/servers/snowflake.ts';
import { errorOf, expectError, fetchAll, never, readBytes, wholeTable, withSession } from '../conformance/context.ts';
import type { TableInfo } from '../connector.ts';
import { createTable, openConnector } from './test-source.ts';

const reason = whyNoPython();

describe.skipIf(reason !== undefined)(`Snowflake${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let server: SnowflakeServer;
  beforeAll(async () => {
    server = await startSnowflake();
    await createTable(server, {
      name: 'orders',
      columns: [
        { name: 'id', type: 'NUMBER(38,0)', notNull: true },
        { name: 'code', type: 'VARCHAR(10)' },
        { name: 'rate', type: 'FLOAT' },
      ],
      rows: [
        ['1', "'a'", '0.1'],
        ['2', "'b'", '0.25'],
        ['3', 'NULL', 'NULL'],
      ],
    });
  });
  afterAll(() => server?.stop());

  const table: TableInfo = {
    schema: 'PUBLIC',
    name: 'orders',
    kind: 'table',
    columns: [
      { name: 'id', sourceType: 'NUMBER(38,0)', type: 'HUGEINT', nullable: false },
      { name: 'code', sourceType: 'VARCHAR(10)', type: 'VARCHAR', nullable: true, collation: 'binary' },
    ],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
  const text = async (sql: string, parameters: readonly StatementParameter[] = []) => {
    const connector = openConnector(server);
    try {
      return (
        await withSession(connector, (session) => fetchAll(session, { kind: 'native', sql, parameters }))
      )?.toString();
    } finally {
      await connector.close();
    }
  };

  it('says where an unknown column stands in what was written, and nowhere else', async () => {
    const connector = openConnector(server);
    const sql = 'SELECT \'ä\' AS A, /* ) */\n  "nope"\nFROM "orders"';
    const error = await errorOf(withSession(connector, (session) => session.describe(sql, never())));
    await connector.close();
    expect(error).toMatchObject({ code: 'unknown_column', message: "Invalid identifier 'nope'" });
    expect(error).toMatchObject({ position: { line: 2, column: 4, length: 4 } });
  });

  it('tags its statements, allows one at a time and limits their time', async () => {
    const connector = openConnector(server, { statementTimeoutMs: 1500, queryTag: 'joinery: tests' });
    await withSession(connector, (session) => fetchAll(session, wholeTable(table)));
    expect(server.statements.at(-1)?.parameters).toEqual({
      MULTI_STATEMENT_COUNT: 1,
      QUERY_TAG: 'joinery: tests',
      STATEMENT_TIMEOUT_IN_SECONDS: 2,
    });
    await connector.close();
  });

  it('tells the figures of the query history', async () => {
    const connector = openConnector(server);
    const figures = await withSession(connector, async (session) => {
      const stream = await session.fetch(wholeTable(table), never());
      await readBytes(stream);
      return stream.kind === 'csv' ? stream.statistics?.() : undefined;
    });
    expect(figures).toMatchObject({ warehouse: 'COMPUTE', serverMs: 20, queueMs: 7, bytesProcessed: 1_048_576 });
    expect(server.statements.at(-1)?.sqlText).toContain(`'${figures?.queryId}'`);
    await connector.close();
  });

  it('sends a long list of keys as one bind', async () => {
    const connector = openConnector(server);
    const values = Array.from({ length: 3000 }, (_, key) => ({ type: 'BIGINT', value: String(key + 2) }));
    await withSession(connector, async (session) => {
      const filters = [{ kind: 'in', column: 'id', values } as const];
      const stream = await session.fetch(wholeTable(table, { filters }), never());
      expect(stream.sql.length).toBeLessThan(300);
      expect((await readBytes(stream))?.toString().split('\n').toSorted()).toEqual(['', '2,"b"', '3,']);
    });
    await connector.close();
  });

  it('binds parameters, whatever they hold', async () => {
    const parameters: readonly StatementParameter[] = [
      { name: 'number', type: 'integer', value: '42' },
      { name: 'text', type: 'text', value: "it's {{number}}" },
      { name: 'price', type: 'decimal', value: '12.50' },
      { name: 'codes', type: 'text_list', value: ['a', 'x\'); DROP TABLE "orders"; --'] },
    ];
    const sql =
      'SELECT {{number}} AS N, {{text}} AS T, {{price}} AS P FROM "orders" WHERE "code" IN {{codes}} -- {{number}}';
    expect(await text(sql, parameters)).toBe('42,"it\'s {{number}}",12.50\n');
    await expect(text('SELECT {{missing}} AS X')).rejects.toMatchObject({ code: 'invalid_statement' });
  });

  it('sends floats of native statements with all their digits, and refuses to lose an order for it', async () => {
    expect(await text('SELECT "rate" AS R, "id" AS R FROM "orders" WHERE "id" = 1')).toBe('0.1,1\n');
    expect(
      server.statements.some(({ sqlText }) => sqlText.startsWith('SELECT TO_VARCHAR("c1", \'TME\') AS "c1"')),
    ).toBe(true);
    await expect(text('SELECT "rate" AS R FROM "orders" ORDER BY 1')).rejects.toMatchObject({ code: 'source_value' });
    expect(await text('SELECT "id" FROM "orders" ORDER BY 1 DESC')).toBe('3\n2\n1\n');
  });

  it.each([
    [
      'no warehouse',
      { code: '000606', message: 'No active warehouse selected in the current session.' },
      'source_privilege',
    ],
    [
      'a missing right',
      { code: '003001', message: "SQL access control error:\nInsufficient privileges to operate on table 'orders'." },
      'source_privilege',
    ],
    [
      'a table that has gone',
      { code: '002003', message: "SQL compilation error:\nObject 'orders' does not exist or not authorized." },
      'source_changed',
    ],
    [
      'the time limit',
      {
        code: '000630',
        message: 'Statement reached its statement or warehouse timeout of 1 second(s) and was canceled.',
      },
      'source_timeout',
    ],
    [
      'a statement that broke down',
      { code: '300005', message: 'Processing aborted by error 300005.' },
      'source_failed',
    ],
  ])('says what %s means', async (_, failure, code) => {
    server.failNext(/FROM "SHOP"."PUBLIC"."orders"/, failure);
    const connector = openConnector(server);
    const error = await errorOf(withSession(connector, (session) => fetchAll(session, wholeTable(table))));
    expect(error).toMatchObject({ code, connection: 'lake', hint: expect.any(String) });
    await connector.close();
  });

  it('signs in again when the server has forgotten the session', async () => {
    const connector = openConnector(server);
    await withSession(connector, (session) => fetchAll(session, wholeTable(table)));
    const before = server.signIns.length;
    server.failNext(/FROM "SHOP"."PUBLIC"."orders"/, {
      code: '390111',
      message: 'Session no longer exists. New login required.',
    });
    const bytes = await withSession(connector, (session) => fetchAll(session, wholeTable(table)));
    expect(bytes?.toString().split('\n')).toHaveLength(4);
    expect(server.signIns.length).toBe(before + 1);
    await connector.close();
  });

  it('names a warehouse and a database that are not there', async () => {
    const facts = ['VERSION', 'ROLE', 'WAREHOUSE', 'DB', 'SCHEMA_NAME'];
    const question = /^SELECT CURRENT_VERSION\(\) AS VERSION,/;
    for (const [row, word] of [
      [['9.1.0', 'READER', null, 'SHOP', 'PUBLIC'], 'warehouse'],
      [['9.1.0', 'READER', 'COMPUTE', null, null], 'database'],
    ] as const) {
      server.answer(question, facts, [[...row]]);
      const connector = openConnector(server, { warehouse: 'MISSING' });
      const error = await expectError(connector.test(never()), 'source_privilege');
      expect(error.message.toLowerCase()).toContain(word);
      await connector.close();
    }
    server.answer(question, facts, [['9.1.0', 'READER', 'COMPUTE', 'SHOP', 'PUBLIC']]);
  });

  it('signs in with a key pair, with a token, and names an expired one', async () => {
    const passphrase = 'phrase of the tests';
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const withKey = openConnector(server, { password: undefined, privateKey, privateKeyPassphrase: passphrase });
    await withKey.test(never());
    expect(server.signIns.at(-1)).toMatchObject({ AUTHENTICATOR: 'SNOWFLAKE_JWT', LOGIN_NAME: server.user });
    await withKey.close();
    const withToken = openConnector(server, { password: undefined, token: 'fresh' });
    await withToken.test(never());
    expect(server.signIns.at(-1)).toMatchObject({ AUTHENTICATOR: 'OAUTH', TOKEN: 'fresh' });
    await withToken.close();
    const expired = openConnector(server, { password: undefined, token: 'expired' });
    await expectError(expired.test(never()), 'source_auth_failed');
    await expired.close();
    const locked = openConnector(server, { password: undefined, privateKey, privateKeyPassphrase: 'another' });
    const error = await expectError(locked.test(never()), 'source_auth_failed');
    expect(error.message).toContain('private key');
    await locked.close();
  });

  it.each([
    ['nothing to sign in with', { password: undefined }],
    ['no user', { user: undefined }],
  ])('says that there is %s, and asks nobody', async (missing, changes) => {
    const before = server.signIns.length;
    const connector = openConnector(server, changes);
    const error = await expectError(connector.test(never()), 'source_auth_failed');
    expect([error.message, error.hint, server.signIns.length]).toEqual([
      expect.stringContaining(missing),
      expect.stringContaining('token'),
      before,
    ]);
    await connector.close();
  });
});

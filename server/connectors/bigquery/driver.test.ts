/** What the conformance suite does not ask: jobs as they are sent, figures, keys, parameters, and each failure of the service in words. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { type BigqueryServer, startBigquery } from '../../../test/servers/bigquery.ts';
import { whyNoPython } from '../../../test/servers/python-packages.ts';
import { errorOf, expectError, fetchAll, never, readBytes, wholeTable, withSession } from '../conformance/context.ts';
import type { TableInfo } from '../connector.ts';
import { createTable, dataset, openConnector } from './test-source.ts';

const reason = whyNoPython();

describe.skipIf(reason !== undefined)(`BigQuery${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let server: BigqueryServer;
  beforeAll(async () => {
    server = await startBigquery();
    await server.exec(`CREATE SCHEMA ${dataset}`);
    await createTable(server, {
      name: 'orders',
      columns: [
        { name: 'id', type: 'INT64', notNull: true },
        { name: 'code', type: 'STRING' },
      ],
      rows: [
        ['1', "'a'"],
        ['2', "'b'"],
        ['3', 'NULL'],
      ],
    });
  });
  afterAll(() => server?.stop());

  const table: TableInfo = {
    schema: dataset,
    name: 'orders',
    kind: 'table',
    columns: [
      { name: 'id', sourceType: 'INT64', type: 'BIGINT', nullable: false },
      { name: 'code', sourceType: 'STRING', type: 'VARCHAR', nullable: true, collation: 'binary' },
    ],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
  const text = async (sql: string, parameters: readonly StatementParameter[] = []) => {
    const connector = openConnector(server);
    const bytes = await withSession(connector, (session) => fetchAll(session, { kind: 'native', sql, parameters }));
    await connector.close();
    return bytes?.toString();
  };
  const failing = async (changes: Parameters<typeof openConnector>[1] = {}) => {
    const connector = openConnector(server, changes);
    const error = await errorOf(withSession(connector, (session) => fetchAll(session, wholeTable(table))));
    await connector.close();
    return error;
  };

  it('says where an unknown column stands in what was written, and nowhere else', async () => {
    const connector = openConnector(server);
    const sql = `SELECT 'ä' AS a, /* ] */\n  nope\nFROM ${dataset}.orders`;
    const error = await errorOf(withSession(connector, (session) => session.describe(sql, never())));
    await connector.close();
    expect(error).toMatchObject({ code: 'unknown_column', message: 'Unrecognized name: nope' });
    expect(error).toMatchObject({ position: { line: 2, column: 3, length: 4 } });
  });

  it('labels its jobs, limits what they may cost and says where unqualified names are', async () => {
    const connector = openConnector(server, {
      labels: { team: 'sales' },
      maximumBytesBilled: '20000000',
      statementTimeoutMs: 5000,
    });
    await withSession(connector, (session) => fetchAll(session, wholeTable(table)));
    expect(server.jobs.at(-1)).toMatchObject({
      jobReference: { location: 'US' },
      configuration: {
        dryRun: false,
        labels: { application: 'joinery', team: 'sales' },
        jobTimeoutMs: '5000',
        query: {
          useLegacySql: false,
          maximumBytesBilled: '20000000',
          defaultDataset: { projectId: 'demo', datasetId: dataset },
        },
      },
    });
    await connector.close();
  });

  it('tells the figures of the job', async () => {
    const connector = openConnector(server);
    const figures = await withSession(connector, async (session) => {
      const stream = await session.fetch(wholeTable(table), never());
      if (stream.kind !== 'csv') return undefined;
      for await (const _ of stream.bytes);
      return stream.statistics?.();
    });
    expect(figures).toMatchObject({ bytesProcessed: 1_048_576, bytesBilled: 10_485_760, slotMs: 42, cacheHit: false });
    expect(figures?.queryId).toMatch(/^joinery_/);
    await connector.close();
  });

  it('sends a long list of keys as an array, and the ledger shows its name', async () => {
    const connector = openConnector(server);
    const values = Array.from({ length: 3000 }, (_, key) => ({ type: 'BIGINT', value: String(key + 2) }));
    await withSession(connector, async (session) => {
      const filters = [{ kind: 'in', column: 'id', values } as const];
      const stream = await session.fetch(wholeTable(table, { filters }), never());
      expect(stream.sql).toBe('SELECT `id`, `code` FROM `demo`.`shop`.`orders` WHERE (`id` IN UNNEST(@keys_1))');
      const bytes = await readBytes(stream);
      expect(bytes?.toString().split('\n').toSorted()).toEqual(['', '2,"b"', '3,']);
    });
    await connector.close();
  });

  it('binds parameters by name and type', async () => {
    const rows = await text(
      'SELECT {{number}} AS n, {{text}} AS t FROM `shop`.`orders` WHERE code IN {{codes}} -- {{number}}',
      [
        { name: 'number', type: 'integer', value: '9223372036854775807' },
        { name: 'text', type: 'text', value: "it's @number" },
        { name: 'codes', type: 'text_list', value: ['a', "x'); DROP TABLE shop.orders; --"] },
      ],
    );
    expect(rows).toBe('9223372036854775807,"it\'s @number"\n');
    expect(server.jobs.at(-1)?.configuration.query.queryParameters).toContainEqual({
      name: 'number',
      parameterType: { type: 'INT64' },
      parameterValue: { value: '9223372036854775807' },
    });
    await expect(text('SELECT {{missing}} AS x')).rejects.toMatchObject({ code: 'invalid_statement' });
  });

  it('finds declared keys and sizes', async () => {
    const catalog = 'stand_in_catalog';
    await server.exec(`INSERT INTO ${catalog}.KEY_COLUMN_USAGE VALUES ('shop', 'orders', 'orders.pk$', 'id', 1, NULL)`);
    await server.exec(
      `INSERT INTO ${catalog}.TABLE_CONSTRAINTS VALUES ('shop', 'orders', 'orders.pk$', 'PRIMARY KEY')`,
    );
    await server.exec(`INSERT INTO ${catalog}.__TABLES__ VALUES ('shop', 'shop', 'orders', 3, 128)`);
    const connector = openConnector(server);
    const before = await connector.introspect(never());
    expect(before.tables.find(({ name }) => name === 'orders')).toMatchObject({
      primaryKey: ['id'],
      rowEstimate: 3,
      sizeBytes: 128,
    });
    await connector.close();
  });

  it('refuses a job that would cost too much', async () => {
    expect(await failing({ maximumBytesBilled: 1 })).toMatchObject({
      code: 'not_allowed',
      hint: expect.stringContaining('maximumBytesBilled'),
    });
  });

  it.each([
    [
      'an expired token',
      { status: 401, reason: 'authError', message: 'Request had invalid authentication credentials.' },
      'source_auth_failed',
    ],
    [
      'a missing role',
      {
        status: 403,
        reason: 'accessDenied',
        message: 'Access Denied: Project demo: User does not have bigquery.jobs.create permission',
      },
      'source_privilege',
    ],
    [
      'a quota',
      {
        status: 403,
        reason: 'quotaExceeded',
        message: 'Quota exceeded: Your project exceeded quota for concurrent queries.',
      },
      'source_failed',
    ],
    [
      'a job that broke down',
      { status: 400, reason: 'resourcesExceeded', message: 'Resources exceeded during query execution.' },
      'source_failed',
    ],
    [
      'a job that ran into its time limit',
      { status: 400, reason: 'timeout', message: 'Operation timed out after 0.01 seconds.' },
      'source_timeout',
    ],
    [
      'a table that has gone',
      { status: 404, reason: 'notFound', message: 'Not found: Table demo:shop.orders' },
      'source_changed',
    ],
  ] as const)('says what %s means', async (_, failure, code) => {
    server.failNext(/^\/queries\//, failure);
    const error = await failing();
    expect(error).toMatchObject({ code, connection: 'warehouse', hint: expect.any(String) });
  });

  it('asks again where the service is busy for a moment, under the same name of the job', async () => {
    server.failNext(/^\/jobs$/, { status: 503, reason: 'backendError', message: 'try again' });
    server.failNext(/^\/queries\//, { status: 429, reason: 'rateLimitExceeded', message: 'slow down' });
    const connector = openConnector(server);
    const bytes = await withSession(connector, (session) => fetchAll(session, wholeTable(table)));
    expect(bytes?.toString().split('\n')).toHaveLength(4);
    await connector.close();
  });

  it('names a dataset and a project that are not there', async () => {
    for (const changes of [{ dataset: 'nowhere' }, { projectId: 'other' }]) {
      const connector = openConnector(server, changes);
      const error = await expectError(connector.test(never()), 'source_auth_failed');
      expect(error.hint).toContain('projectId');
      await connector.close();
    }
  });

  it('names a host that is not known', async () => {
    const connector = openConnector(server, { apiEndpoint: 'http://bigquery.invalid' });
    const error = await expectError(connector.test(never()), 'source_unreachable');
    expect(error.message).toContain('DNS');
    await connector.close();
  });

  it('sends credentials of the machine to nobody but Google', async () => {
    for (const changes of [{ keyFile: '/etc/hostname' }, {}]) {
      const connector = openConnector(server, { accessToken: undefined, ...changes });
      const error = await expectError(connector.test(never()), 'source_auth_failed');
      expect(error.message).toContain('googleapis.com');
      await connector.close();
    }
  });

  it('cancels a job whose start has not been answered yet', async () => {
    const connector = openConnector(server);
    const sql = 'SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 1000000000)) AS a';
    await withSession(connector, async (session) => {
      await session.describe(sql, never());
      const controller = new AbortController();
      const fetching = errorOf(session.fetch({ kind: 'native', sql }, controller.signal));
      controller.abort();
      expect(await fetching).toMatchObject({ name: 'Cancelled' });
      await vi.waitFor(() => expect(server.running()).toEqual([]), { timeout: 5000 });
    });
    await connector.close();
  });

  it('signs in with a credentials file, and says when it was withdrawn or cannot be read', async () => {
    let isRevoked = false;
    const tokens = createServer((request, response) => {
      request.resume();
      response.writeHead(isRevoked ? 400 : 200, { 'content-type': 'application/json' });
      const token = { access_token: server.token, expires_in: 3600, token_type: 'Bearer' };
      response.end(JSON.stringify(isRevoked ? { error: 'invalid_grant', error_description: 'revoked' } : token));
    });
    tokens.listen(0, '127.0.0.1');
    await once(tokens, 'listening');
    const credentials = JSON.stringify({
      type: 'external_account_authorized_user',
      audience: '//iam.googleapis.com/locations/global/workforcePools/pool/providers/provider',
      client_id: 'client',
      client_secret: 'secret of the tests',
      refresh_token: 'refresh',
      token_url: `http://127.0.0.1:${(tokens.address() as AddressInfo).port}/token`,
    });
    const connector = openConnector(server, { accessToken: undefined, credentials });
    expect((await connector.test(never())).serverLabel).toBe('BigQuery (US)');
    await connector.close();
    isRevoked = true;
    const withdrawn = openConnector(server, { accessToken: undefined, credentials });
    const refusal = await expectError(withdrawn.test(never()), 'source_auth_failed');
    expect(refusal.message).toContain('withdrawn');
    await withdrawn.close();
    tokens.close();
    for (const text of ['no json', '{"secret of": "the tests"}']) {
      const unreadable = openConnector(server, { accessToken: undefined, credentials: text });
      const error = await expectError(unreadable.test(never()), 'source_auth_failed');
      expect(error.message).toContain('credentials of "');
      expect(JSON.stringify([refusal.toShape(), error.toShape()])).not.toMatch(/no json|secret of/);
      await unreadable.close();
    }
  });
});

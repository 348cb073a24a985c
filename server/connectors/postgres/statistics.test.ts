import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { never, readBytes, wholeTable, withSession } from '../conformance/context.ts';
import type { Connector, FetchRequest } from '../connector.ts';
import { openConnector, tableNamed } from './test-support.ts';

describe("the server's own figures", () => {
  let server: PostgresServer;
  let connector: Connector;

  beforeAll(async () => {
    server = await startPostgres();
    const admin = await server.adminClient();
    await admin.query(`
      CREATE TABLE counted (id int PRIMARY KEY, kind int);
      INSERT INTO counted SELECT n, n % 10 FROM generate_series(1, 5000) n`);
    await admin.query('VACUUM ANALYZE counted');
    await admin.end();
    connector = openConnector(server);
  });

  afterAll(async () => {
    await connector.close();
    await server.stop();
  });

  const statistics = (request: FetchRequest) =>
    withSession(connector, async (session) => {
      const stream = await session.fetch(request, never());
      await readBytes(stream);
      return stream.kind === 'csv' ? await stream.statistics?.() : undefined;
    });

  it('are those of this fetch alone, also on a connection used before', async () => {
    const table = await tableNamed(connector, 'counted');
    const filters = [
      { kind: 'comparison', column: 'kind', operator: '=', value: { type: 'INTEGER', value: '3' } },
    ] as const;
    for (let turn = 0; turn < 3; turn += 1) {
      const told = await statistics(wholeTable(table, { filters }));
      expect(told).toMatchObject({ rowsRead: 5000, bytesProcessed: expect.any(Number), serverMs: expect.any(Number) });
      expect((told?.bytesProcessed ?? 0) % 8192).toBe(0);
    }
    const key = [{ kind: 'comparison', column: 'id', operator: '=', value: { type: 'INTEGER', value: '7' } }] as const;
    expect(await statistics(wholeTable(table, { filters: key }))).toMatchObject({ rowsRead: 1 });
  });

  it('have only the time where the tables are not known', async () => {
    const told = await statistics({ kind: 'native', sql: 'SELECT count(*) FROM counted' });
    expect(Object.keys(told ?? {})).toEqual(['serverMs']);
  });
});

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import { errorOf } from '../conformance/context.ts';
import type { Connector, FetchRequest, FetchStream, Session, TableInfo } from '../connector.ts';
import { duckdbRows, never, openConnector, readThroughDuckdb, tableOf } from './test-support.ts';

/** What goes wrong at the source, or is larger than one thinks. */
let server: MariadbServer;
let connector: Connector;

beforeAll(async () => {
  server = await startMariadb({ serverOptions: ['--max-allowed-packet=256M', '--innodb-log-file-size=512M'] });
  connector = openConnector(server);
});

afterAll(async () => {
  await connector.close();
  await server.stop();
});

const whole = (table: TableInfo): FetchRequest => ({ kind: 'table', table, columns: table.columns, filters: [] });

async function withSession<Answer>(use: (session: Session) => Promise<Answer>, from = connector): Promise<Answer> {
  const session = await from.openSession({ runId: 'faults', signal: never });
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

async function sizeOf(stream: FetchStream): Promise<number> {
  let size = 0;
  if (stream.kind === 'csv') for await (const chunk of stream.bytes) size += chunk.length;
  return size;
}

describe('a table that is not what the catalog knew', () => {
  it.each([
    ['is gone', 'DROP TABLE fickle'],
    ['lacks a column', 'ALTER TABLE fickle DROP COLUMN note'],
    ['has a column of another kind', 'ALTER TABLE fickle MODIFY note date'],
  ])('%s', async (_, change) => {
    await server.exec('CREATE TABLE IF NOT EXISTS fickle (id int, note varchar(20))');
    const table = await tableOf(connector, 'fickle');
    await server.exec(change);
    const failed = await errorOf(withSession(async (session) => sizeOf(await session.fetch(whole(table), never))));
    expect(failed).toMatchObject({ code: 'source_changed', connection: 'source', hint: expect.any(String) });
    await server.exec('DROP TABLE IF EXISTS fickle');
  });
});

it('a decimal column that has more digits now is refused, not rounded', async () => {
  await server.exec('CREATE TABLE retyped (id int, value decimal(12,2)); INSERT INTO retyped VALUES (1, 1.5)');
  const table = await tableOf(connector, 'retyped');
  expect(await readThroughDuckdb(connector, whole(table))).toEqual([['1', '1.50']]);
  await server.exec('ALTER TABLE retyped MODIFY value decimal(14,6)');
  expect(await errorOf(readThroughDuckdb(connector, whole(table)))).toMatchObject({ code: 'source_changed' });
});

describe('large values', () => {
  it('a cell of 100 MB arrives whole, and one beside it', async () => {
    await server.exec(
      "CREATE TABLE huge (id int, cell longtext, after varchar(5)); INSERT INTO huge VALUES (1, repeat('0123456789', 10000000), 'end'), (2, 'small', NULL)",
    );
    const table = await tableOf(connector, 'huge');
    expect(await withSession(async (session) => sizeOf(await session.fetch(whole(table), never)))).toBe(
      '1,"","end"\n'.length + 100_000_000 + '2,"small",\n'.length,
    );
  });

  it('reads as many columns as a table can have', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `column_${index}`);
    await server.exec(
      `CREATE TABLE wide (${names.map((name) => `${name} int`).join(', ')}); INSERT INTO wide VALUES (${names.map((_, index) => (index % 7 === 0 ? 'NULL' : index)).join(', ')})`,
    );
    const rows = await readThroughDuckdb(connector, whole(await tableOf(connector, 'wide')));
    expect(rows).toEqual([names.map((_, index) => (index % 7 === 0 ? null : String(index)))]);
  });
});

describe('connections', () => {
  it('wait for their turn at the cap, and stop waiting when told to', async () => {
    const small = openConnector(server, { maxConnections: 2 });
    const sessions = await Promise.all([1, 2].map(() => small.openSession({ runId: 'cap', signal: never })));
    const controller = new AbortController();
    const third = small.openSession({ runId: 'cap', signal: controller.signal });
    const fourth = small.openSession({ runId: 'cap', signal: never });
    controller.abort();
    await expect(third).rejects.toMatchObject({ name: 'Cancelled' });
    await sessions[0]?.close();
    await (await fourth).close();
    await sessions[1]?.close();
    await small.close();
  });

  it('are closed when they lay idle for a while', async () => {
    await server.exec("CREATE USER idler@localhost IDENTIFIED BY 'idler'; GRANT SELECT ON test.* TO idler@localhost");
    const open = async () =>
      (await server.exec("SELECT ID FROM information_schema.PROCESSLIST WHERE USER = 'idler'")).length;
    const passing = openConnector(server, { user: 'idler', password: 'idler', maxConnections: 4 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    try {
      await withSession(async () => {}, passing);
      expect(await open()).toBe(1);
      await vi.advanceTimersByTimeAsync(62_000);
    } finally {
      vi.useRealTimers();
    }
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 5000 });
    await passing.close();
  });

  it('break in the middle when the server restarts, and are made anew afterwards', async () => {
    await server.exec("CREATE TABLE longer AS SELECT seq AS id, repeat('x', 200) AS note FROM seq_1_to_300000");
    const table = await tableOf(connector, 'longer');
    const session = await connector.openSession({ runId: 'restart', signal: never });
    const stream = await session.fetch(whole(table), never);
    await server.restart();
    expect(await errorOf(sizeOf(stream))).toMatchObject({ code: 'source_failed', connection: 'source' });
    await session.close();
    const rows = await withSession(async (next) =>
      duckdbRows(await next.fetch({ kind: 'table', table, columns: table.columns, filters: [], limit: 3 }, never)),
    );
    expect(rows).toHaveLength(3);
  });
});

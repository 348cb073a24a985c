import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { errorOf, never, readBytes, wholeTable, withSession } from '../conformance/context.ts';
import type { Connector, FetchStream } from '../connector.ts';
import { openConnector, tableNamed } from './test-support.ts';

/** What goes wrong at the source, or is larger than one thinks. */
let server: PostgresServer;
let admin: pg.Client;
let connector: Connector;

beforeAll(async () => {
  server = await startPostgres();
  admin = await server.adminClient();
  connector = openConnector(server);
});

afterAll(async () => {
  await connector.close();
  await admin.end();
  await server.stop();
});

const sizeOf = async (stream: FetchStream): Promise<number> => {
  let size = 0;
  if (stream.kind === 'csv') for await (const block of stream.bytes) size += block.length;
  return size;
};

describe('a table that is not what the catalog knew', () => {
  it.each([
    ['is gone', 'DROP TABLE fickle'],
    ['lacks a column', 'ALTER TABLE fickle DROP COLUMN note'],
    ['has another name for a column', 'ALTER TABLE fickle RENAME COLUMN note TO remark'],
  ])('%s', async (_, change) => {
    await admin.query('CREATE TABLE IF NOT EXISTS fickle (id int, note text)');
    const table = await tableNamed(connector, 'fickle');
    await admin.query(change);
    const failed = await errorOf(
      withSession(connector, async (session) => sizeOf(await session.fetch(wholeTable(table), never()))),
    );
    expect(failed).toMatchObject({ code: 'source_changed', connection: 'shop', hint: expect.any(String) });
    await admin.query('DROP TABLE IF EXISTS fickle');
  });

  it.each([
    ['numeric(12,2)', 'numeric(12,6)', '1.5'],
    ['integer', 'text', '7'],
    ['timestamp', 'timestamptz', "'2026-01-01'"],
    ['cents', 'numeric(10,4)', '1.5'],
  ])('has a column of type %s that became %s: no value is rounded or shifted', async (before, after, value) => {
    await admin.query('CREATE DOMAIN cents AS numeric(10,2)').catch(() => undefined);
    await admin.query(`CREATE TABLE retyped (id int, value ${before}); INSERT INTO retyped VALUES (1, ${value})`);
    const table = await tableNamed(connector, 'retyped');
    await withSession(connector, async (session) => {
      expect(await sizeOf(await session.fetch(wholeTable(table), never()))).toBeGreaterThan(0);
    });
    await admin.query(`ALTER TABLE retyped ALTER value TYPE ${after}`);
    await withSession(connector, async (session) => {
      const failed = await errorOf(session.fetch(wholeTable(table), never()).then(sizeOf));
      expect(failed).toMatchObject({ code: 'source_changed', message: expect.stringContaining('retyped.value') });
      // Of the columns that are as they were, nothing is refused.
      const [id] = table.columns;
      expect(id).toBeDefined();
      const columns = id === undefined ? [] : [id];
      expect(await sizeOf(await session.fetch(wholeTable(table, { columns }), never()))).toBe(2);
    });
    await admin.query('DROP TABLE retyped');
  });

  it.each([
    ['may be NULL', 'ALTER TABLE promised ALTER note DROP NOT NULL'],
    ['is inherited from', 'CREATE TABLE heir () INHERITS (promised); ALTER TABLE heir ALTER id DROP NOT NULL'],
    ['lacks the column', 'ALTER TABLE promised DROP note'],
  ])('%s: no answer rests on its NOT NULL', async (_, change) => {
    await admin.query('CREATE TABLE promised (id int, note int NOT NULL); INSERT INTO promised VALUES (1, 2)');
    const table = await tableNamed(connector, 'promised');
    const [id, note] = table.columns;
    if (id === undefined || note === undefined) throw new Error('promised has two columns');
    for (const columns of [[id], []]) {
      const request = wholeTable(table, { columns, neverNull: [note] });
      await withSession(connector, async (session) => {
        expect(await sizeOf(await session.fetch(request, never()))).toBeGreaterThan(0);
      });
    }
    await admin.query(change);
    for (const columns of [[id], []]) {
      const request = wholeTable(table, { columns, neverNull: [note] });
      await withSession(connector, async (session) => {
        const failed = await errorOf(session.fetch(request, never()).then(sizeOf));
        expect(failed).toMatchObject({ code: 'source_changed', message: expect.stringContaining('promised.note') });
      });
    }
    await admin.query('DROP TABLE promised CASCADE');
  });
});

describe('large values', () => {
  it('a cell of 100 MB arrives whole, in one stream and in mixed ones', async () => {
    await admin.query("CREATE TABLE huge AS SELECT 1 AS id, repeat('0123456789', 10000000) AS cell");
    const table = await tableNamed(connector, 'huge');
    await withSession(connector, async (session) => {
      expect(await sizeOf(await session.fetch(wholeTable(table), never()))).toBe(100_000_003);
      const split = await session.fetch(wholeTable({ ...table, sizeBytes: 1e9 }), never());
      expect(split).toMatchObject({ sentAs: expect.stringContaining('ranges of pages') });
      expect(await sizeOf(split)).toBe(100_000_003);
    });
  });
});

describe('connections', () => {
  it('are closed when they lay idle for a while', async () => {
    const passing = openConnector(server);
    const open = async () =>
      (await admin.query("SELECT FROM pg_stat_activity WHERE application_name = 'joinery'")).rowCount;
    await vi.waitFor(async () => expect(await open()).toBeGreaterThanOrEqual(0));
    const before = (await open()) ?? 0;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await withSession(passing, async () => {});
      expect(await open()).toBe(before + 1);
      await vi.advanceTimersByTimeAsync(30_000);
    } finally {
      vi.useRealTimers();
    }
    await vi.waitFor(async () => expect(await open()).toBe(before));
    await passing.close();
  });

  it('break in the middle when the server restarts, and are made anew afterwards', async () => {
    await admin.query(
      "CREATE TABLE long AS SELECT n AS id, repeat('x', 200) AS note FROM generate_series(1, 400000) n",
    );
    const table = await tableNamed(connector, 'long');
    const session = await connector.openSession({ runId: 'restart', signal: never() });
    const stream = await session.fetch(wholeTable(table), never());
    admin.on('error', () => {});
    await server.restart();
    expect(await errorOf(sizeOf(stream))).toMatchObject({ code: 'source_failed', connection: 'shop' });
    await session.close();
    admin = await server.adminClient();
    await withSession(connector, async (next) => {
      const again = await next.fetch(wholeTable(table, { limit: 3 }), never());
      expect((await readBytes(again))?.toString().trimEnd().split('\n')).toHaveLength(3);
    });
  });
});

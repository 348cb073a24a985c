import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { BlockQuery } from '../block.ts';
import { never, wholeTable, withSession } from '../conformance/context.ts';
import { load } from '../conformance/load.ts';
import type { Connector, FetchStream, TableRequest } from '../connector.ts';
import { divisible, rangeStatements } from './ranges.ts';
import { openConnector, tableNamed } from './test-support.ts';

describe('ranges of a large table', () => {
  const rows = 400_000;
  let server: PostgresServer;
  let admin: pg.Client;
  let connector: Connector;

  beforeAll(async () => {
    server = await startPostgres();
    admin = await server.adminClient();
    await admin.query(`
      CREATE TABLE large (id int PRIMARY KEY, kind int, note text);
      INSERT INTO large SELECT n, n % 5000, repeat('x', 80) || n FROM generate_series(1, ${rows}) n;
      CREATE INDEX ON large (kind);
      CREATE TABLE kinds (id int PRIMARY KEY, name text, dozen int);
      INSERT INTO kinds SELECT n, 'k' || n % 2, n / 12 FROM generate_series(0, 4999) n;
      CREATE TABLE parted (LIKE large) PARTITION BY RANGE (id);
      CREATE TABLE part_1 PARTITION OF parted FOR VALUES FROM (0) TO (1000000);
      INSERT INTO parted SELECT * FROM large;
      CREATE TABLE few_long (id int, text text);
      ALTER TABLE few_long ALTER text SET STORAGE EXTERNAL;
      INSERT INTO few_long SELECT n, repeat(chr(97 + n % 26), 300000) FROM generate_series(1, 200) n;
      CREATE TABLE filled (id int NOT NULL, b bool NOT NULL, s smallint NOT NULL, l bigint NOT NULL, r real NOT NULL, d float8 NOT NULL, day date NOT NULL, perhaps int) WITH (fillfactor = 10);
      INSERT INTO filled SELECT n, n % 3 = 0, n - 2500, n * 3000000000, n / 3.0, -n / 7.0, DATE '1999-12-30' + n, nullif(n, 17) FROM generate_series(1, 5000) n;
      INSERT INTO filled VALUES (2147483647, true, 32767, 9223372036854775807, 'NaN', 'Infinity', 'infinity'),
        (-2147483648, false, -32768, -9223372036854775808, '-0', 5e-324, '-infinity'), (0, false, 0, 0, 0, 0, '4713-01-01 BC');
      CREATE TABLE parent (id int, pad text);
      CREATE TABLE child () INHERITS (parent);
      INSERT INTO parent SELECT n, repeat('p', 200) FROM generate_series(1, 180000) n;
      INSERT INTO child SELECT -n, 'c' FROM generate_series(1, 10) n`);
    await admin.query('VACUUM ANALYZE');
    connector = openConnector(server);
  });

  afterAll(async () => {
    await connector.close();
    await admin.end();
    await server.stop();
  });

  const request = async (name = 'large', changes: Partial<TableRequest> = {}): Promise<TableRequest> =>
    wholeTable(await tableNamed(connector, name), changes);
  const isSplit = (stream: FetchStream) =>
    stream.kind === 'csv' && stream.sentAs === 'as 8 ranges of pages over 2 connections';

  async function idsOf(stream: FetchStream): Promise<number[]> {
    if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
    const blocks: Uint8Array[] = [];
    for await (const block of stream.bytes) {
      if (isSplit(stream)) expect(block.at(-1)).toBe(10);
      blocks.push(block);
    }
    return Buffer.concat(blocks)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(',')[0]));
  }

  const fetched = (asked: TableRequest, from = connector) =>
    withSession(from, async (session) => {
      const stream = await session.fetch(asked, never());
      const ids = await idsOf(stream);
      if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
      return { ids, split: isSplit(stream), sentAs: stream.sentAs, rows: stream.rows() };
    });

  it('brings each row once', async () => {
    const answer = await fetched(await request());
    expect(answer).toMatchObject({ split: true, rows });
    expect(answer.ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, index) => index + 1));
  });

  it('brings the values of a range together where no column has NULLs, and each as it is', async () => {
    const table = { ...(await tableNamed(connector, 'filled')), sizeBytes: 1e9 };
    const columns = table.columns.filter(({ name }) => name !== 'perhaps');
    const fetchedBy = (changes: Partial<TableRequest>) =>
      withSession(connector, async (session) => {
        const stream = await session.fetch(wholeTable(table, { columns, ...changes }), never());
        if (stream.kind === 'relation') throw new Error('Not a stream.');
        const { rows } = await load(stream);
        return { sentAs: stream.sentAs, rows: rows.map((row) => row.join(' ')).toSorted(), count: stream.rows() };
      });
    const together = await fetchedBy({ mayPack: true });
    expect(together).toEqual({
      ...(await fetchedBy({ mayPack: false })),
      sentAs: 'as 8 ranges of pages over 2 connections, all values of a column together',
      count: 5003,
    });
    expect(together.rows).toContain('2147483647 true 32767 9223372036854775807 nan inf infinity');
    expect(together.rows).toContain('-2147483648 false -32768 -9223372036854775808 -0.0 5e-324 -infinity');
    expect(await fetchedBy({ mayPack: true, columns: table.columns })).toMatchObject({
      sentAs: 'as 8 ranges of pages over 2 connections',
      count: 5003,
    });
    const none = { kind: 'comparison', column: 'id', operator: '=', value: { type: 'INTEGER', value: '-7' } } as const;
    expect(await fetchedBy({ mayPack: true, filters: [none] })).toMatchObject({ rows: [], count: 0 });
  });

  it('tells of NULLs that the catalog did not know', async () => {
    const known = await tableNamed(connector, 'filled');
    const columns = known.columns.map((column) => ({ ...column, nullable: false }));
    const table = { ...known, sizeBytes: 1e9, columns };
    await withSession(connector, async (session) => {
      const stream = await session.fetch(wholeTable(table, { mayPack: true }), never());
      await expect(load(stream)).rejects.toMatchObject({
        code: 'source_changed',
        message: expect.stringContaining('"perhaps"'),
      });
    });
  });

  it('makes as many ranges of a scan as keep each within what the server may hold', async () => {
    const asked = divisible(await request(), 1) ?? expect.fail('not divisible');
    const pages = Math.ceil(((await tableNamed(connector, 'large')).sizeBytes ?? 0) / 8192);
    const { statements, areWithin } = await rangeStatements(admin, asked, 2, 100);
    expect({ count: statements.length, areWithin }).toEqual({ count: Math.ceil(pages / 100), areWithin: true });
    expect((await rangeStatements(admin, asked, 2, pages)).statements).toHaveLength(8);
  });

  it('takes lists of keys longer than any one statement of others may be, split or not', async () => {
    // Only the first rows exist.
    const values = Array.from({ length: 600_000 }, (_, index) => ({ type: 'INTEGER', value: String(1 + index * 3) }));
    const answer = await fetched(await request('large', { filters: [{ kind: 'in', column: 'id', values }] }));
    const found = Array.from({ length: Math.ceil(rows / 3) }, (_, index) => 1 + index * 3);
    expect(answer.ids.toSorted((a, b) => a - b)).toEqual(found);
    const noted = await request('large', {
      filters: [{ kind: 'in', column: 'kind', values: values.slice(0, 500_000) }],
    });
    expect(await fetched(noted)).toMatchObject({ rows: (rows * 1_667) / 5_000 });
  });

  it('mixes rows that are longer than a block of the socket', async () => {
    const table = { ...(await tableNamed(connector, 'few_long')), sizeBytes: 1e9 };
    const answer = await fetched(wholeTable(table));
    expect(answer.split).toBe(true);
    expect(answer.ids.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('splits scans with filters, and leaves to an index what it finds', async () => {
    const unsorted = await request('large', {
      filters: [{ kind: 'prefix', column: 'note', prefix: `${'x'.repeat(80)}4` }],
    });
    await admin.query('ALTER DATABASE test SET max_parallel_workers_per_gather = 0');
    const serial = openConnector(server);
    expect(await fetched(unsorted, serial)).toMatchObject({ split: true, rows: 11_112 });
    // What they are looked up in is read for each range, so there are fewer.
    const odd = { kind: 'comparison', column: 'name', operator: '=', value: { type: 'VARCHAR', value: 'k1' } } as const;
    const kinds = await tableNamed(connector, 'kinds');
    const joined = await request('large', {
      filters: [{ kind: 'among', column: 'kind', table: kinds, key: 'id', filters: [odd] }],
    });
    expect(await fetched(joined, serial)).toMatchObject({
      sentAs: 'as 2 ranges of pages over 2 connections',
      rows: rows / 2,
    });
    const byItself = { kind: 'among', column: 'kind', table: joined.table, key: 'kind', filters: [] } as const;
    expect(await fetched({ ...joined, filters: [byItself] }, serial)).toMatchObject({ sentAs: undefined, rows });
    await serial.close();
    await admin.query('ALTER DATABASE test RESET max_parallel_workers_per_gather');
    const kind = { type: 'INTEGER', value: '17' };
    const byIndex = await request('large', { filters: [{ kind: 'in', column: 'kind', values: [kind] }] });
    expect(await fetched(byIndex)).toMatchObject({ split: false, rows: rows / 5000 });
  });

  it('divides what in one piece would go row by row through an index, where half of the table is read sooner', async () => {
    await admin.query(
      'ALTER DATABASE test SET max_parallel_workers_per_gather = 0; ALTER DATABASE test SET random_page_cost = 1.1',
    );
    const serial = openConnector(server);
    const kinds = await tableNamed(connector, 'kinds');
    const ofDozens = async (first: number) => {
      const value = { type: 'INTEGER', value: String(first) };
      const filters = [{ kind: 'comparison', column: 'dozen', operator: '<', value }] as const;
      const among = { kind: 'among', column: 'kind', table: kinds, key: 'id', filters } as const;
      return fetched(await request('large', { filters: [among] }), serial);
    };
    const explained = await admin.query<{ 'QUERY PLAN': string }>(
      'SET random_page_cost = 1.1; EXPLAIN SELECT * FROM large WHERE kind IN (SELECT id FROM kinds WHERE dozen < 32)',
    );
    expect(JSON.stringify(explained)).toContain('Nested Loop');
    const perDozen = (12 * rows) / 5000;
    expect(await ofDozens(32)).toMatchObject({
      sentAs: 'as 2 ranges of pages over 2 connections',
      rows: 32 * perDozen,
    });
    // Fewer rows than would be worth reading all pages.
    expect(await ofDozens(8)).toMatchObject({ sentAs: undefined, rows: 8 * perDozen });
    await admin.query('RESET random_page_cost');
    await serial.close();
    await admin.query('ALTER DATABASE test RESET ALL');
  });

  it('leaves in one piece what is limited, has parts or children, and a connection told so', async () => {
    expect(await fetched(await request('large', { limit: 5 }))).toMatchObject({ split: false, rows: 5 });
    expect(await fetched(await request('parted'))).toMatchObject({ split: false, rows });
    expect(await fetched(await request('parent'))).toMatchObject({ split: false, rows: 180_010 });
    const single = openConnector(server, { rangeConnections: 1 });
    expect(await fetched(await request(), single)).toMatchObject({ split: false, rows });
    await single.close();
  });

  it('reads in one piece, and says why, where the account may share no snapshot', async () => {
    const told: string[] = [];
    await admin.query('REVOKE EXECUTE ON FUNCTION pg_catalog.pg_export_snapshot() FROM PUBLIC');
    await admin.query(
      "CREATE ROLE lonely LOGIN PASSWORD 'lonely'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO lonely",
    );
    const lonely = openConnector(server, { user: 'lonely', password: 'lonely' }, (text) => told.push(text));
    try {
      for (const attempt of [1, 2]) {
        expect(await fetched(await request(), lonely)).toMatchObject({ split: false, rows });
        expect(told).toHaveLength(attempt);
      }
      expect(told[0]).toContain('share no snapshot');
    } finally {
      await lonely.close();
      await admin.query('GRANT EXECUTE ON FUNCTION pg_catalog.pg_export_snapshot() TO PUBLIC');
    }
  });

  it('answers a block of one table in parts, each with its part of the groups', async () => {
    const table = await tableNamed(connector, 'large');
    const column = table.columns.find(({ name }) => name === 'kind');
    if (column === undefined) throw new Error('No column.');
    const query: BlockQuery = {
      sources: [{ table }],
      where: [
        {
          kind: 'atom',
          source: 0,
          atom: { kind: 'comparison', column: 'kind', operator: '<', value: { type: 'INTEGER', value: '10' } },
        },
      ],
      isGrouped: true,
      outputs: [
        { name: 'kind', type: column.type, value: { kind: 'column', source: 0, column } },
        { name: 'n', type: 'BIGINT', value: { kind: 'aggregate', name: 'countRows' } },
      ],
      having: [{ output: 1, operator: '>', value: { type: 'BIGINT', value: '79' } }],
      orderBy: [],
    };
    await admin.query(
      'ALTER DATABASE test SET max_parallel_workers_per_gather = 0; ALTER DATABASE test SET enable_bitmapscan = off; ALTER DATABASE test SET enable_indexscan = off',
    );
    const serial = openConnector(server);
    const ask = (asked: BlockQuery) =>
      withSession(serial, async (session) => {
        const rendered = serial.dialect.block?.render(asked);
        if (rendered === undefined || 'refused' in rendered) throw new Error('No block.');
        const stream = await session.fetch({ kind: 'block', ...rendered, query: asked }, never());
        if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
        const chunks: Uint8Array[] = [];
        for await (const chunk of stream.bytes) chunks.push(chunk);
        const records = Buffer.concat(chunks)
          .toString()
          .trimEnd()
          .split('\n')
          .map((line) => line.split(',').map(Number));
        return { records, sentAs: stream.sentAs, isInParts: stream.isInParts };
      });
    const { records, sentAs, isInParts } = await ask(query);
    expect(isInParts).toBe(true);
    expect(sentAs).toBe('as 8 ranges of pages over 2 connections, groups in parts are put together here');
    expect(records).toHaveLength(80);
    expect(records.reduce((sum, [, n]) => sum + (n ?? 0), 0)).toBe((10 * rows) / 5000);
    const limited = await ask({ ...query, limit: 3 });
    expect(limited.isInParts).toBe(false);
    expect(limited.records).toHaveLength(3);
    await serial.close();
    await admin.query('ALTER DATABASE test RESET ALL');
  });

  it('reads one state, that of the session', async () => {
    const asked = await request();
    await withSession(connector, async (session) => {
      await admin.query(`UPDATE large SET kind = -1 WHERE id % 10 = 0; INSERT INTO large VALUES (${rows + 1}, 0, '')`);
      const stream = await session.fetch(asked, never());
      expect(isSplit(stream)).toBe(true);
      const ids = await idsOf(stream);
      expect(ids).toHaveLength(rows);
      expect(new Set(ids).size).toBe(rows);
    });
    await admin.query(`DELETE FROM large WHERE id > ${rows}`);
  });

  it('ends all its queries when it is read no further, and when it is stopped', async () => {
    const asked = await request();
    const running = async () =>
      (await admin.query("SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%'")).rowCount;
    await withSession(connector, async (session) => {
      const early = await session.fetch(asked, never());
      expect(isSplit(early)).toBe(true);
      if (early.kind === 'csv') for await (const _ of early.bytes) break;
      await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 5000 });
      const controller = new AbortController();
      const reading = idsOf(await session.fetch(asked, controller.signal));
      controller.abort();
      await expect(reading).rejects.toBeInstanceOf(Cancelled);
      await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 5000 });
      expect(await idsOf(await session.fetch(asked, never()))).toHaveLength(rows);
    });
  });

  it('fails whole when one of its connections breaks', async () => {
    await withSession(connector, async (session) => {
      const stream = await session.fetch(await request(), never());
      expect(isSplit(stream)).toBe(true);
      await vi.waitFor(async () => {
        const answer = await admin.query<{ ended: boolean }>(
          // One whose range fits the buffers on the way may already wait for the next.
          "SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE state IN ('active', 'idle in transaction') AND query LIKE 'COPY%' LIMIT 1",
        );
        expect(answer.rows).toEqual([{ ended: true }]);
      });
      const failed = await idsOf(stream).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(JoineryError);
      expect(failed).toMatchObject({ code: 'source_failed', connection: 'shop' });
    });
  });
});

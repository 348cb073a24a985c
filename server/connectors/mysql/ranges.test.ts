import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { type MariadbServer, startMariadb } from '../../../test/servers/mariadb.ts';
import { JoineryError } from '../../errors.ts';
import type { BlockOutput } from '../block.ts';
import type { BlockRequest, Connector, FetchStream, TableRequest } from '../connector.ts';
import { splitPoints } from './ranges.ts';
import { duckdbRows, never, openConnector, tableOf } from './test-support.ts';

describe('splitPoints', () => {
  it('cuts a range into equal parts, also of the widest integers', () => {
    expect(splitPoints(1n, 100n, 4)).toEqual([26n, 51n, 76n]);
    expect(splitPoints(-(2n ** 63n), 2n ** 64n - 1n, 2)).toEqual([2n ** 62n]);
    expect(splitPoints(1n, 3n, 4)).toEqual([]);
  });
});

describe('ranges of a large table', () => {
  const rows = 600_000;
  const kindNames = Array.from({ length: 5_000 }, (_, id) => `k ${id}`);
  let server: MariadbServer;
  let connector: Connector;

  beforeAll(async () => {
    server = await startMariadb();
    await server.exec(`
      CREATE TABLE large (id bigint NOT NULL, part int NOT NULL, kind int NOT NULL, note varchar(20), PRIMARY KEY (id, part), KEY (kind));
      INSERT INTO large SELECT CAST(seq AS SIGNED) * 3 - 900000, seq MOD 7, seq MOD 5000, concat('note ', seq) FROM seq_1_to_${rows};
      CREATE TABLE kinds (id int NOT NULL PRIMARY KEY, name varchar(20) COLLATE utf8mb4_bin);
      INSERT INTO kinds SELECT seq, concat('k ', seq) FROM seq_0_to_4999;
      ANALYZE TABLE large, kinds;
      CREATE VIEW seen AS SELECT * FROM large`);
    connector = openConnector(server);
  });

  afterAll(async () => {
    await connector.close();
    await server.stop();
  });

  /** From two seconds after the last change on, the server can tell that there was none since. */
  const untilQuiet = () => server.exec('DO SLEEP(2.1)');
  const request = async (changes: Partial<TableRequest> = {}, name = 'large'): Promise<TableRequest> => {
    const table = await tableOf(connector, name);
    return {
      kind: 'table',
      table,
      columns: table.columns.filter(({ name: column }) => column === 'id' || column === 'note'),
      filters: [],
      ...changes,
    };
  };
  const sentAs = (stream: FetchStream) => (stream.kind === 'csv' ? stream.sentAs : undefined);
  const isSplit = (stream: FetchStream) => sentAs(stream) === 'as 8 ranges of the primary key over 2 connections';

  async function idsOf(stream: FetchStream): Promise<number[]> {
    if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream.bytes) {
      // Records are whole in each chunk, or the streams could not be mixed.
      expect(chunk.at(-1)).toBe(10);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => Number(line.split(',')[0]));
  }

  async function fetched(
    asked: TableRequest,
    use = connector,
  ): Promise<{ ids: number[]; split: boolean; rows: number | undefined; figures: SourceStatistics | undefined }> {
    const session = await use.openSession({ runId: 'ranges', signal: never });
    try {
      const stream = await session.fetch(asked, never);
      const ids = await idsOf(stream);
      if (stream.kind !== 'csv') throw new Error('Not a byte stream.');
      return { ids, split: isSplit(stream), rows: stream.rows(), figures: await stream.statistics?.() };
    } finally {
      await session.close();
    }
  }

  it('brings each row once', async () => {
    await untilQuiet();
    const answer = await fetched(await request());
    expect(answer.split).toBe(true);
    expect(answer.rows).toBe(rows);
    expect(answer.ids).toHaveLength(rows);
    expect(new Set(answer.ids).size).toBe(rows);
    expect(answer.ids.reduce((low, id) => Math.min(low, id))).toBe(3 - 900_000);
  });

  it('splits scans with filters, on the key or not', async () => {
    const unsorted = await fetched(
      await request({
        filters: [{ kind: 'comparison', column: 'part', operator: '=', value: { type: 'INTEGER', value: '3' } }],
      }),
    );
    expect(unsorted.split).toBe(true);
    expect(unsorted.ids).toHaveLength(85_714);
    // The server tells what it read, not only what it sent.
    expect(unsorted.figures?.rowsRead).toBeGreaterThanOrEqual(rows);
    expect(unsorted.figures?.rowsRead).toBeLessThan(rows + 100);
    expect(unsorted.figures?.serverMs).toBeGreaterThan(0);
    const bounded = await fetched(
      await request({
        filters: [
          {
            kind: 'between',
            column: 'id',
            low: { type: 'BIGINT', value: '0' },
            high: { type: 'BIGINT', value: '899999' },
          },
        ],
      }),
    );
    expect(bounded.split).toBe(true);
    expect(bounded.ids).toHaveLength(300_000);
  });

  it('leaves in one piece what an index finds, what is limited, a view, and a connection told so', async () => {
    const byIndex = await request({
      filters: [{ kind: 'in', column: 'kind', values: [{ type: 'INTEGER', value: '17' }] }],
    });
    expect(await fetched(byIndex)).toMatchObject({ split: false, rows: rows / 5000 });
    expect(await fetched(await request({ limit: 5 }))).toMatchObject({ split: false, rows: 5 });
    expect(await fetched(await request({}, 'seen'))).toMatchObject({ split: false, rows });
    const single = openConnector(server, { rangeConnections: 1 });
    expect(await fetched(await request(), single)).toMatchObject({ split: false, rows });
    await single.close();
  });

  describe('found by keys', () => {
    const values = (count: number, value: (index: number) => number) =>
      Array.from({ length: count }, (_, index) => ({ type: 'BIGINT', value: String(value(index)) }));
    const among = async (column: string, count: number, value: (index: number) => number) =>
      request({ filters: [{ kind: 'in', column, values: values(count, value) }] });

    async function read(asked: TableRequest, use = connector) {
      const session = await use.openSession({ runId: 'ranges', signal: never });
      try {
        const stream = await session.fetch(asked, never);
        return { ids: await idsOf(stream), sentAs: sentAs(stream) };
      } finally {
        await session.close();
      }
    }

    it('sends a long list in parts, and each row comes once', async () => {
      await untilQuiet();
      const byKey = await read(await among('id', 40_000, (index) => ((index * 7919) % 40_000) * 3 - 900_000));
      expect(byKey.sentAs).toBe('in 8 parts of the keys over 2 connections');
      expect(new Set(byKey.ids).size).toBe(39_999);
      expect(byKey.ids).toHaveLength(39_999);
      const byIndex = await read(await among('kind', 300, (index) => index + 1));
      expect(byIndex.sentAs).toBe('in 3 parts of the keys over 2 connections');
      expect(new Set(byIndex.ids).size).toBe((300 * rows) / 5000);
      expect(byIndex.ids).toHaveLength((300 * rows) / 5000);
    });

    it('sends a list in parts that is too long for one statement, also over one connection', async () => {
      await untilQuiet();
      const all = await among('id', rows, (index) => (index + 1) * 3 - 900_000);
      const isWhole = (ids: readonly number[]) => ids.length === rows && new Set(ids).size === rows;
      const two = await read(all);
      expect(two.sentAs).toBe('in 8 parts of the keys over 2 connections');
      expect(isWhole(two.ids)).toBe(true);
      const single = openConnector(server, { rangeConnections: 1 });
      const one = await read(all, single);
      await single.close();
      expect(one.sentAs).toBe('in 2 parts of the keys over one connection');
      expect(isWhole(one.ids)).toBe(true);
      await server.exec("UPDATE large SET note = 'again' WHERE id = 0");
      const changed = await read(all);
      expect(changed.sentAs).toBe('in 2 parts of the keys over one connection');
      expect(isWhole(changed.ids)).toBe(true);
    });

    it('sends what finds few rows, or what no index finds, in one piece', async () => {
      await untilQuiet();
      expect((await read(await among('id', 2_000, (index) => index * 3))).sentAs).toBeUndefined();
      expect((await read(await among('kind', 40, (index) => index))).sentAs).toBeUndefined();
      const unsorted = await among('part', 300, (index) => index - 290);
      expect((await read(unsorted)).sentAs).toBe('as 8 ranges of the primary key over 2 connections');
    });

    it('cuts by the keys that a subquery reads', async () => {
      const kinds = await tableOf(connector, 'kinds');
      const asked = await request({
        filters: [
          {
            kind: 'among',
            column: 'kind',
            table: kinds,
            key: 'id',
            filters: [
              { kind: 'comparison', column: 'name', operator: '>=', value: { type: 'VARCHAR', value: 'k 49' } },
            ],
          },
        ],
      });
      const { ids, sentAs: cut } = await read(asked);
      expect(cut).toBe('as 8 ranges of the primary key over 2 connections');
      const kept = kindNames.filter((name) => name >= 'k 49').length;
      expect(ids).toHaveLength((kept * rows) / 5000);
      expect(new Set(ids).size).toBe(ids.length);
      await server.exec("UPDATE kinds SET name = 'changed' WHERE id = 0");
      expect((await read(asked)).sentAs).toBeUndefined();
    });
  });

  it('reads one state or does not split: a table changed a moment ago goes in one piece', async () => {
    await server.exec("UPDATE large SET note = 'changed' WHERE id = 0");
    expect(await fetched(await request())).toMatchObject({ split: false, rows });
  });

  describe('of a whole block', () => {
    const count: BlockOutput = { name: 'n', type: 'BIGINT', value: { kind: 'aggregate', name: 'countRows' } };

    /** Counts the rows of `large`, by `keys`, and what else is asked for. */
    async function block(keys: readonly string[], others: readonly BlockOutput[] = []): Promise<BlockRequest> {
      const { table } = await request();
      const outputs = keys.map((name): BlockOutput => {
        const column = table.columns.find((one) => one.name === name);
        if (column === undefined) throw new Error(`No column ${name}.`);
        return { name, type: column.type, value: { kind: 'column', source: 0, column } };
      });
      const most = { output: keys.length, operator: '>=', value: { type: 'BIGINT', value: '1' } } as const;
      const query = {
        sources: [{ table }],
        where: [],
        isGrouped: true,
        outputs: [...outputs, count, ...others],
        having: [most],
        orderBy: [],
      };
      const rendered = connector.dialect.block?.render(query);
      if (rendered === undefined || 'refused' in rendered) throw new Error('No block.');
      return { kind: 'block', ...rendered, query };
    }

    const read = async (asked: BlockRequest) => {
      const session = await connector.openSession({ runId: 'ranges', signal: never });
      try {
        const stream = await session.fetch(asked, never);
        const records = await duckdbRows(stream);
        const isInParts = stream.kind === 'csv' && stream.isInParts === true;
        return { records, isInParts, sentAs: sentAs(stream) };
      } finally {
        await session.close();
      }
    };
    const sum = (records: readonly (readonly (string | null)[])[], at: number) =>
      records.reduce((total, record) => total + Number(record[at]), 0);

    it('gives parts of each group, without a condition on whole groups', async () => {
      await untilQuiet();
      const { records, isInParts, sentAs: cut } = await read(await block(['part']));
      expect(isInParts).toBe(true);
      expect(cut).toBe('as 8 ranges of kind over 2 connections, groups in parts are put together here');
      expect(records).toHaveLength(7 * 8);
      expect(sum(records, 1)).toBe(rows);
    });

    it('gives whole groups of the key itself, also what cannot be put together', async () => {
      const { table } = await request();
      const [, , kind] = table.columns;
      if (kind === undefined) throw new Error('No column.');
      const argument = { kind: 'column', source: 0, column: kind } as const;
      const kinds: BlockOutput = {
        name: 'd',
        type: 'BIGINT',
        value: { kind: 'aggregate', name: 'countDistinct', argument },
      };
      const whole = await read(await block(['id'], [kinds]));
      expect(whole.isInParts).toBe(false);
      expect(whole.sentAs).toBe('as 8 ranges of the primary key over 2 connections');
      expect(whole.records).toHaveLength(rows);
      const apart = await read(await block([], [kinds]));
      expect(apart.sentAs).toBeUndefined();
      expect(apart.records).toEqual([[String(rows), '5000']]);
    });

    it('counts by ranges of the index that the server would count', async () => {
      const { records, isInParts, sentAs: cut } = await read(await block([]));
      expect(isInParts).toBe(true);
      expect(cut).toContain('as 8 ranges of kind over 2 connections');
      expect(records).toHaveLength(8);
      expect(sum(records, 0)).toBe(rows);
    });
  });

  it('ends all its queries when it is read no further, and when it is stopped', async () => {
    await untilQuiet();
    const asked = await request();
    const running = async () => {
      const list = await server.exec(
        "SELECT INFO AS info FROM information_schema.PROCESSLIST WHERE INFO LIKE 'SELECT `id`%'",
      );
      return list.length;
    };
    const session = await connector.openSession({ runId: 'ranges', signal: never });
    try {
      const early = await session.fetch(asked, never);
      expect(isSplit(early)).toBe(true);
      if (early.kind === 'csv') for await (const _ of early.bytes) break;
      await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 5000 });
      const controller = new AbortController();
      const stopped = await session.fetch(asked, controller.signal);
      const reading = idsOf(stopped);
      controller.abort();
      await expect(reading).rejects.toMatchObject({ name: 'Cancelled' });
      await vi.waitFor(async () => expect(await running()).toBe(0), { timeout: 5000 });
      expect((await idsOf(await session.fetch(asked, never))).length).toBe(rows);
    } finally {
      await session.close();
    }
  });

  it('fails whole when one of its connections breaks', async () => {
    const session = await connector.openSession({ runId: 'ranges', signal: never });
    try {
      const stream = await session.fetch(await request(), never);
      expect(isSplit(stream)).toBe(true);
      // Whether they send at this moment or wait for their next range.
      const others = await server.exec(
        "SELECT ID AS id FROM information_schema.PROCESSLIST WHERE ID <> CONNECTION_ID() AND USER = 'root' AND COMMAND <> 'Daemon'",
      );
      for (const { id } of others) await server.exec(`KILL ${Number(id)}`).catch(() => undefined);
      const failed = await idsOf(stream).catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(JoineryError);
      expect(failed).toMatchObject({ code: 'source_failed', connection: 'source' });
    } finally {
      await session.close();
    }
  });
});

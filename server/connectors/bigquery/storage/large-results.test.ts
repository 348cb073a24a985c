/** Both ways give the same: each type by the Storage Read API and by the REST API; order, breaks, refusals and the end of a fetch. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BigqueryServer, startBigquery } from '../../../../test/servers/bigquery.ts';
import {
  type StorageFailure,
  type StorageServer,
  startBigqueryStorage,
} from '../../../../test/servers/bigquery-storage.ts';
import { whyNoPython } from '../../../../test/servers/python-packages.ts';
import { errorOf, fetchAll, never, tableOf, wholeTable, withSession } from '../../conformance/context.ts';
import { load } from '../../conformance/load.ts';
import type { FetchRequest, TableInfo } from '../../connector.ts';
import type { BigqueryOptions } from '../config.ts';
import { unknownType } from '../staging.ts';
import { createTable, dataset, openConnector, quiet } from '../test-source.ts';
import { valueCases } from '../test-values.ts';
import { typeOfText } from '../types.ts';
import { blockDecoder } from './block-rows.ts';
import { comesInArrow } from './column-data.ts';
import { storageEndpoint } from './large-results.ts';
import { openReadApi } from './read-api.ts';
import { streamBlocks } from './stream-rows.ts';

const reason = whyNoPython();
const ROWS = 6000;

describe.skipIf(reason !== undefined)(`Storage Read API${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
  let server: BigqueryServer;
  let storage: StorageServer;
  let numbers: TableInfo;
  const said: string[] = [];

  beforeAll(async () => {
    server = await startBigquery();
    storage = await server.storage();
    await server.exec(`CREATE SCHEMA ${dataset}`);
    await server.exec(
      `CREATE TABLE ${dataset}.numbers AS SELECT id, CONCAT('n"', CAST(id AS STRING)) AS note FROM UNNEST(GENERATE_ARRAY(1, ${ROWS})) AS id`,
    );
    const connector = openConnector(server);
    numbers = (await connector.introspect(never())).tables.find(({ name }) => name === 'numbers') as TableInfo;
    await connector.close();
  });
  afterAll(() => server?.stop());
  beforeEach(() => void said.splice(0));

  const open = (changes: Partial<BigqueryOptions> = {}) =>
    openConnector(
      server,
      { storageApiEndpoint: storage.url, storageApiRows: 1, ...changes },
      { ...quiet, info: (message) => void said.push(message), warn: (message) => void said.push(message) },
    );

  async function read(request: FetchRequest, changes: Partial<BigqueryOptions> = {}): Promise<string[]> {
    const connector = open(changes);
    try {
      const bytes = await withSession(connector, (session) => fetchAll(session, request));
      return (bytes?.toString() ?? '').split('\n').slice(0, -1);
    } finally {
      await connector.close();
    }
  }
  const allNumbers = Array.from({ length: ROWS }, (_, index) => `${index + 1},"n""${index + 1}"`);
  const byNumber = (rows: readonly string[]) =>
    rows.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));

  it('gives the same values as the REST API, each type', async () => {
    const good = valueCases.filter(({ becomes }) => becomes !== 'refused!');
    const byArrow = (type: string) => comesInArrow(typeOfText(type) ?? unknownType);
    expect(good.filter(({ type }) => !byArrow(type)).map(({ type }) => type)).toEqual([
      'INTERVAL',
      'INTERVAL',
      'INTERVAL',
      'FUTURE_TYPE',
    ]);
    const types = [
      ...Map.groupBy(
        good.filter(({ type }) => byArrow(type)),
        ({ type }) => type,
      ),
    ];
    // The emulator takes NUMERIC for less beside nested values; one column a type, below its cases NULL, which an array cannot be.
    const kinds = Map.groupBy(types, ([type]) => /^(STRUCT|ARRAY|NUMERIC)?/.exec(type)?.[0] ?? '');
    for (const [kind, some] of kinds) {
      const name = `both_ways_${kind.toLowerCase()}`;
      const last = Math.max(...some.map(([, cases]) => cases.length));
      await createTable(server, {
        name,
        columns: some.map(([type], index) => ({ name: `c${index}`, type })),
        rows: Array.from({ length: last + 1 }, (_, row) =>
          some.map(([type, cases]) => cases[row]?.literal ?? (type.startsWith('ARRAY') ? '[]' : 'NULL')),
        ),
      });
      const [arrow, rest] = [await bothWays(name, 'auto'), await bothWays(name, 'off')];
      expect([arrow.isByStorage, rest.isByStorage]).toEqual([true, false]);
      expect(arrow.loaded).toEqual(rest.loaded);
      for (const [index, [type, cases]] of some.entries())
        expect(
          arrow.loaded.rows.slice(0, cases.length).map((row) => row[index]),
          type,
        ).toEqual(cases.map(({ becomes }) => becomes));
    }
  });

  it('leaves columns that Arrow cannot hold to the REST API', async () => {
    await createTable(server, {
      name: 'spans',
      columns: [{ name: 'v', type: 'INTERVAL' }],
      rows: [["'0-0 0 87840000:0:0'"]],
    });
    expect(await bothWays('spans', 'auto')).toMatchObject({
      isByStorage: false,
      loaded: { rows: [['87840000:00:00']] },
    });
    expect(said.join()).toContain('only through the REST API');
  });

  async function bothWays(name: string, storageApi: 'auto' | 'off') {
    const connector = open({ storageApi });
    const table = await tableOf({ connector, schema: dataset }, name);
    const before = storage.blocks();
    const loaded = await withSession(connector, async (session) =>
      load(await session.fetch(wholeTable(table), never())),
    );
    await connector.close();
    return { loaded, isByStorage: storage.blocks() > before };
  }

  it('reads a table in two streams and a statement in one, in its order', async () => {
    expect(byNumber(await read(wholeTable(numbers)))).toEqual(allNumbers);
    expect(storage.sessions.at(-1)).toMatchObject({
      parent: 'projects/demo',
      readSession: {
        dataFormat: 'ARROW',
        table: expect.stringMatching(/^projects\/demo\/datasets\/_results\/tables\/joinery_/),
      },
      maxStreamCount: 2,
    });
    const sql = `SELECT id, note FROM \`${dataset}\`.\`numbers\` ORDER BY id DESC`;
    expect(await read({ kind: 'native', sql })).toEqual(allNumbers.toReversed());
    expect(storage.sessions.at(-1)?.maxStreamCount).toBe(1);
    expect(await read({ kind: 'native', sql, limit: 1234 })).toEqual(allNumbers.toReversed().slice(0, 1234));
  });

  it('says by which way the rows came', async () => {
    for (const [storageApi, readBy] of [
      ['auto', 'Storage Read API'],
      ['off', 'REST API'],
    ] as const) {
      const connector = open({ storageApi });
      const figures = await withSession(connector, async (session) => {
        const stream = await session.fetch(wholeTable(numbers), never());
        if (stream.kind !== 'csv') throw new Error('no bytes');
        for await (const _ of stream.bytes);
        return stream.statistics?.();
      });
      expect(figures).toMatchObject({ readBy, bytesBilled: 10_485_760 });
      await connector.close();
    }
  });

  it('leaves small results, and those it is told to, to the REST API', async () => {
    const before = storage.sessions.length;
    await read(wholeTable(numbers), { storageApiRows: ROWS + 1 });
    await read(wholeTable(numbers), { storageApi: 'off' });
    await read({ kind: 'native', sql: `SELECT id FROM \`${dataset}\`.\`numbers\``, limit: 10 }, { storageApiRows: 11 });
    expect(storage.sessions.length).toBe(before);
  });

  it.each<[string, StorageFailure]>([
    ['UNAVAILABLE', { status: 'UNAVAILABLE', message: 'The service is busy.', afterBlocks: 3 }],
    ['INTERNAL', { status: 'INTERNAL', message: 'Received RST_STREAM with code 2', afterBlocks: 1 }],
    ['DEADLINE_EXCEEDED', { status: 'OK', message: '', afterBlocks: 2, hangs: true }],
  ])('goes on at the row where a stream broke off: %s', async (status, failure) => {
    const before = storage.offsets.length;
    storage.failNext('ReadRows', failure);
    const sql = `SELECT id, note FROM \`${dataset}\`.\`numbers\` ORDER BY id`;
    expect(await read({ kind: 'native', sql }, { requestTimeoutMs: 3000 })).toEqual(allNumbers);
    // Blocks that had not been taken when the call broke off come again.
    const [first, second, ...more] = storage.offsets.slice(before).map(Number);
    expect([first, more]).toEqual([0, []]);
    expect(second).toBeLessThanOrEqual((failure.afterBlocks ?? 0) * 500);
    expect(said.join('\n')).toContain(`(${status})`);
  });

  it('fails rather than losing rows: a stream that stays broken, a session that ended, a row that is missing', async () => {
    const broken = { status: 'UNAVAILABLE', message: 'Gone.' } as const;
    storage.failNext('ReadRows', { ...broken, afterBlocks: 1 }, ...Array.from({ length: 5 }, () => broken));
    const sql = `SELECT id, note FROM \`${dataset}\`.\`numbers\` ORDER BY id`;
    expect(await errorOf(read({ kind: 'native', sql }))).toMatchObject({
      code: 'source_failed',
      connection: 'warehouse',
    });
    storage.failNext('ReadRows', {
      status: 'FAILED_PRECONDITION',
      message: 'The session has expired.',
      afterBlocks: 2,
    });
    expect(await errorOf(read({ kind: 'native', sql }))).toMatchObject({ code: 'source_failed' });
    storage.failNext('ReadRows', { status: 'UNAUTHENTICATED', message: 'Expired.', afterBlocks: 2 });
    expect(await errorOf(read({ kind: 'native', sql }))).toMatchObject({ code: 'source_auth_failed' });
    storage.failNext('ReadRows', { status: 'OK', message: '', afterBlocks: 1, losesRow: true });
    expect(await errorOf(read({ kind: 'native', sql }))).toMatchObject({ code: 'source_failed' });
  }, 20_000);

  it.each<['CreateReadSession' | 'ReadRows', StorageFailure, string]>([
    ['CreateReadSession', { status: 'PERMISSION_DENIED', message: 'Permission denied.' }, 'readsessions.create'],
    ['CreateReadSession', { status: 'UNIMPLEMENTED', message: 'No.' }, 'UNIMPLEMENTED'],
    ['ReadRows', { status: 'PERMISSION_DENIED', message: 'Permission denied.' }, 'Storage Read API'],
  ])(
    'takes the REST API when %s is refused before the first row, says why and does not ask again',
    async (method, failure, words) => {
      storage.failNext(method, failure);
      const before = storage.sessions.length;
      const connector = open();
      await withSession(connector, async (session) => {
        for (let round = 0; round < 2; round += 1) {
          const bytes = await fetchAll(session, wholeTable(numbers));
          expect(byNumber(bytes?.toString().split('\n').slice(0, -1) ?? [])).toEqual(allNumbers);
        }
      });
      await connector.close();
      expect(said.filter((one) => one.includes('Storage Read API'))).toHaveLength(1);
      expect(said.join()).toContain(words);
      expect(storage.sessions.length - before).toBe(method === 'ReadRows' ? 1 : 0);
    },
  );

  it('takes the REST API where nobody listens', async () => {
    expect(byNumber(await read(wholeTable(numbers), { storageApiEndpoint: 'http://127.0.0.1:1' }))).toEqual(allNumbers);
    expect(said.join()).toContain('UNAVAILABLE');
  });

  it('ends the calls at the server when a fetch is stopped or left, and sends no more than is read', async () => {
    const connector = open();
    await withSession(connector, async (session) => {
      const before = storage.blocks();
      for (const isAborted of [true, false]) {
        const controller = new AbortController();
        const stream = await session.fetch(wholeTable(numbers), controller.signal);
        if (stream.kind !== 'csv') throw new Error('no bytes');
        const reading = (async () => {
          for await (const _ of stream.bytes) {
            expect(storage.open()).toBeGreaterThan(0);
            if (!isAborted) return;
            controller.abort();
          }
        })();
        if (isAborted) expect(await errorOf(reading)).toMatchObject({ name: 'Cancelled' });
        else await reading;
        await vi.waitFor(() => expect(storage.open()).toBe(0), { timeout: 5000 });
      }
      expect(storage.blocks() - before).toBeLessThanOrEqual(2 * (ROWS / 500));
    });
    await connector.close();
  });

  it('speaks to the emulator, which has the definition of the service itself', async () => {
    const api = await openReadApi(server.emulatorGrpcUrl, async () => ({ authorization: 'Bearer x' }), 5000);
    const table = `projects/demo/datasets/${dataset}/tables/numbers`;
    const readSession = { table, dataFormat: 'ARROW', traceId: 'test' } as const;
    const { streams, arrowSchema } = await api.createSession(
      { parent: 'projects/demo', readSession, maxStreamCount: 2 },
      5000,
      never(),
    );
    const columns = numbers.columns.map(({ name, sourceType, type }) => ({
      type: typeOfText(sourceType) as NonNullable<ReturnType<typeof typeOfText>>,
      staged: { name, stagedType: type, type },
    }));
    const decode = await blockDecoder(arrowSchema?.serializedSchema ?? Buffer.alloc(0), columns, 'emulator');
    const chunks: Uint8Array[] = [];
    for (const { name } of streams)
      for await (const block of streamBlocks(api, name, never(), () => {}))
        for (const { bytes } of decode(block)) chunks.push(bytes);
    api.close();
    expect(byNumber(Buffer.concat(chunks).toString().split('\n').slice(0, -1))).toEqual(allNumbers);
  });

  it('sends tokens of this machine to nobody but Google', () => {
    const base = { apiEndpoint: 'https://bigquery.googleapis.com', storageApi: 'auto' } as BigqueryOptions;
    expect(storageEndpoint(base)).toBe('https://bigquerystorage.googleapis.com');
    expect(storageEndpoint({ ...base, apiEndpoint: 'https://bigquery-private.p.googleapis.com' })).toBe(
      'https://bigquerystorage-private.p.googleapis.com',
    );
    expect(storageEndpoint({ ...base, apiEndpoint: 'https://warehouse.example' })).toBeUndefined();
    expect(storageEndpoint({ ...base, storageApiEndpoint: 'https://warehouse.example' })).toBeUndefined();
    expect(storageEndpoint({ ...base, storageApiEndpoint: 'https://warehouse.example', accessToken: 'x' })).toBe(
      'https://warehouse.example',
    );
  });
});

it('starts its server without the emulator', async () => {
  const storage = await startBigqueryStorage('token', async () => ({
    fields: [{ name: 'id', type: 'INTEGER' }],
    rows: [],
  }));
  const api = await openReadApi(storage.url, async () => ({ authorization: 'Bearer wrong' }), 1000);
  const readSession = { table: 'projects/p/datasets/d/tables/t', dataFormat: 'ARROW', traceId: 'test' } as const;
  const asked = api.createSession({ parent: 'projects/p', readSession, maxStreamCount: 1 }, 5000, never());
  expect(await errorOf(asked)).toMatchObject({ status: 'UNAUTHENTICATED' });
  api.close();
  storage.stop();
});

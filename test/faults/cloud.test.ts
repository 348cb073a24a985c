/** Wires to BigQuery, Snowflake and Trino, as their stand-ins speak: cut, held, slow and damaged at chosen bytes. */
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bigqueryDriver } from '../../server/connectors/bigquery/index.ts';
import type { Connector } from '../../server/connectors/connector.ts';
import { snowflakeDriver } from '../../server/connectors/snowflake/index.ts';
import { trinoDriver } from '../../server/connectors/trino/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { startBigquery } from '../servers/bigquery.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../servers/fault-proxy.ts';
import { whyNoPython } from '../servers/python-packages.ts';
import { startSnowflake } from '../servers/snowflake.ts';
import { findTrino, startTrino, trinoRows } from '../servers/trino.ts';
import { startTrinoProtocol } from '../servers/trino-protocol.ts';
import { STRUCK_TIMEOUT_MS, untilStruck } from './until-struck.ts';

const ROWS = 3_000;
const NOTE = 'x'.repeat(60);
const right = [[String(ROWS), String((ROWS * (ROWS + 1)) / 2), NOTE]];

interface Wire {
  readonly proxy: FaultProxy;
  readonly connector: Connector;
  running(): readonly string[];
  stop(): Promise<void>;
}
type Start = (folder: string) => Promise<Wire>;

const startBig: Start = async (folder) => {
  const server = await startBigquery();
  await server.exec('CREATE SCHEMA shop');
  await server.exec(
    `CREATE TABLE shop.orders AS SELECT id, '${NOTE}' AS note FROM UNNEST(GENERATE_ARRAY(1, ${ROWS})) AS id`,
  );
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: Number(new URL(server.url).port) });
  const options = bigqueryDriver.optionsSchema.parse({
    projectId: server.project,
    dataset: 'shop',
    accessToken: server.token,
    apiEndpoint: `http://127.0.0.1:${proxy.port}`,
  });
  const connector = bigqueryDriver.create(options, contextOf(folder)('wire'));
  return { proxy, connector, running: () => server.running(), stop: () => server.stop() };
};

const startFlake: Start = async (folder) => {
  const server = await startSnowflake();
  await server.exec('CREATE TABLE "orders" ("id" NUMBER(18,0), "note" VARCHAR)');
  await server.exec(`INSERT INTO "orders" SELECT SEQ4() + 1, '${NOTE}' FROM TABLE(GENERATOR(ROWCOUNT => ${ROWS}))`);
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: server.port });
  const options = snowflakeDriver.optionsSchema.parse({
    account: 'test',
    user: server.user,
    password: server.password,
    database: server.database,
    host: '127.0.0.1',
    port: proxy.port,
    protocol: 'http',
    connectTimeoutMs: 2_000,
  });
  const connector = snowflakeDriver.create(options, contextOf(folder)('wire'));
  return { proxy, connector, running: () => server.running(), stop: () => server.stop() };
};

/** Rows in pages; what the catalog holds is told here, as the stand-in runs no SQL. */
const startLake: Start = async (folder) => {
  const columns = [
    { name: 'id', type: 'bigint' },
    { name: 'note', type: 'varchar' },
  ];
  const pages = Array.from({ length: 6 }, (_, page) =>
    JSON.stringify(Array.from({ length: ROWS / 6 }, (_row, index) => [page * (ROWS / 6) + index + 1, NOTE])),
  );
  const server = await startTrinoProtocol((sql) => (sql.includes('"orders"') ? { columns, pages } : {}));
  const proxy = await startFaultProxy({ host: '127.0.0.1', port: server.port });
  const options = trinoDriver.optionsSchema.parse({
    port: proxy.port,
    catalog: 'lake',
    user: 'analyst',
    connectTimeoutMs: 2_000,
  });
  const connector = trinoDriver.create(options, contextOf(folder)('wire'));
  const table = {
    schema: 'default',
    name: 'orders',
    kind: 'table' as const,
    columns: [
      { name: 'id', sourceType: 'bigint', type: 'BIGINT', nullable: true },
      { name: 'note', sourceType: 'varchar', type: 'VARCHAR', nullable: true, collation: 'binary' as const },
    ],
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
  connector.introspect = async () => ({ serverLabel: 'Trino', defaultSchema: 'default', tables: [table] });
  return { proxy, connector, running: () => [], stop: () => server.stop() };
};

/** A real one, where there is one. What a held wire keeps from it, the end of a query, it finds out by itself after minutes, and is not waited for. */
const startRealLake: Start = async (folder) => {
  if (trino === undefined) throw new Error('There is no Trino here.');
  const server = await startTrino(trino);
  await trinoRows(
    server,
    `CREATE TABLE memory.default.orders AS SELECT sequential_number AS id, '${NOTE}' AS note FROM TABLE(sequence(1, ${ROWS}))`,
  );
  const proxy = await startFaultProxy(server);
  const options = trinoDriver.optionsSchema.parse({
    port: proxy.port,
    catalog: 'memory',
    user: 'analyst',
    connectTimeoutMs: 2_000,
  });
  const connector = trinoDriver.create(options, contextOf(folder)('wire'));
  return { proxy, connector, running: () => [], stop: () => server.stop() };
};

/** Bytes after which a wire is in the middle of its rows; those of Trino are packed. */
const MIDDLE = { bigquery: 20_000, snowflake: 20_000, trino: 4_000, 'a real trino': 4_000 } as const;

const faults = (middle: number): readonly (readonly [string, Fault])[] => [
  ['cut at once', { kind: 'cut', afterBytes: 0 }],
  ['cut in the middle of the rows', { kind: 'cut', afterBytes: middle }],
  ['held at once', { kind: 'stall', afterBytes: 0 }],
  ['held in the middle of the rows', { kind: 'stall', afterBytes: middle }],
  ['damaged at once', { kind: 'corrupt', afterBytes: 0 }],
  ['damaged in the middle of the rows', { kind: 'corrupt', afterBytes: middle }],
  ['hung up on', { kind: 'refuse' }],
  ['slow', { kind: 'delay', afterBytes: 0, delayMs: 5 }],
];

const why = whyNoPython();
const trino = findTrino();
const wires: readonly (readonly [keyof typeof MIDDLE, Start, boolean])[] = [
  ['bigquery', startBig, why === undefined],
  ['snowflake', startFlake, why === undefined],
  ['trino', startLake, true],
  ['a real trino', startRealLake, trino !== undefined],
];

describe.each(wires)('a wire to %s', (name, start, isHere) => {
  describe.skipIf(!isHere)('or its stand-in', () => {
    let wire: Wire;
    let engine: EngineOver;
    /** By the time that they give runs. */
    const others = new Map<number, EngineOver>();
    let folder: string;
    const statement = 'SELECT count(*) AS n, sum(id) AS s, max(note) AS m FROM wire.orders';
    const ending = async (by = engine): Promise<unknown> => (await by.rows(statement, 'off')).rows;
    const within = async (runTimeMs: number): Promise<EngineOver> => {
      const other =
        others.get(runTimeMs) ??
        (await engineOver({ wire: wire.connector }, folder, {
          limits: { runTimeMs, runMemoryBytes: 512 * 1_048_576, runSpillBytes: 1_073_741_824 },
        }));
      others.set(runTimeMs, other);
      return other;
    };

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'joinery-cloud-faults-'));
      wire = await start(folder);
      engine = await engineOver({ wire: wire.connector }, folder);
    });
    afterAll(async () => {
      await engine?.close();
      await Promise.all([...others.values()].map((other) => other.close()));
      await wire?.proxy.stop();
      await wire?.stop();
    });
    afterEach(async () => {
      wire.proxy.heal();
      await expect.poll(() => wire.running(), { timeout: 10_000 }).toEqual([]);
      expect((await readdir(folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
      // Nothing of the fault is left: the next run is as before.
      expect(await ending()).toEqual(right);
    });

    it.each(faults(MIDDLE[name]))(
      '%s ends in words, or in the right rows',
      async (_title, fault) => {
        // What is held lasts until the time of the run is over; all else ends by itself before that, also where a client tries again and again.
        const outcome = await untilStruck(wire.proxy, fault, async (timeMs) => {
          const by = fault.kind === 'stall' ? await within(timeMs) : engine;
          return () => ending(by);
        });
        expect(fault.kind === 'refuse' || wire.proxy.hasStruck).toBe(true);
        // Who is told of a broken wire may ask again, and then has all of it.
        if (Array.isArray(outcome)) expect(outcome).toEqual(right);
        else expect(outcome).toMatchObject({ name: 'JoineryError', connection: 'wire' });
        const { code } = outcome as { code?: string };
        if (fault.kind === 'delay') expect(outcome).toEqual(right);
        if (fault.kind === 'stall') expect(['run_timeout', 'source_timeout', 'source_unreachable']).toContain(code);
        else expect(code).not.toBe('run_timeout');
      },
      STRUCK_TIMEOUT_MS,
    );
  });
});

import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columnsAnswerSchema, connectionsAnswerSchema, searchAnswerSchema } from '../../lib/contract/catalog.ts';
import type { ConnectionConfig } from '../config/config.ts';
import { defaultLimits } from '../config/limits.ts';
import { JoineryError } from '../errors.ts';
import type { CatalogService } from '../workbench.ts';
import { createCatalog } from './catalog.ts';
import { type FakeSource, fakeColumn, fakeSource, fakeTable, recordingLog } from './testing/fake-source.ts';

let dataDir: string;
let log: ReturnType<typeof recordingLog>;
let now: number;
const open: CatalogService[] = [];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joinery-catalog-'));
  log = recordingLog();
  now = Date.parse('2026-03-01T00:00:00Z');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((catalog) => catalog.close()));
  await rm(dataDir, { recursive: true, force: true });
});

interface Options {
  readonly broken?: readonly ConnectionConfig[];
  readonly refreshInBackground?: boolean;
  readonly introspectTimeMs?: number;
}

function catalogOf(sources: readonly FakeSource[], options: Options = {}): CatalogService {
  const { broken = [], refreshInBackground = false, introspectTimeMs = 60_000 } = options;
  const connections = sources.map(({ connector }, index) => ({
    id: connector.id,
    driver: 'fake',
    color: index + 1,
    mark: `A${index}`,
    options: {},
  }));
  const catalog = createCatalog({
    config: {
      path: join(dataDir, 'config.yaml'),
      dataDir,
      connections: [...connections, ...broken],
      limits: { ...defaultLimits, introspectTimeMs, catalogMaxAgeMs: 3_600_000 },
    },
    connectors: (id) => {
      const source = sources.find(({ connector }) => connector.id === id);
      if (source === undefined) throw new Error(`connector of ${id} asked for`);
      return source.connector;
    },
    log,
    driverLabel: (driver) => (driver === 'fake' ? 'Fake' : driver),
    refreshInBackground,
    now: () => now,
  });
  open.push(catalog);
  return catalog;
}

const unreachable = (id: string): JoineryError =>
  new JoineryError('source_unreachable', `${id} does not answer.`, { connection: id });
const statusOf = (catalog: CatalogService, id: string) =>
  catalog.connections().connections.find((connection) => connection.id === id);

const shopTables = [
  fakeTable('orders', ['id', 'customer_id', 'placedAt'], {
    comment: 'what was bought',
    rowEstimate: 1200,
    columns: [
      fakeColumn('id', { nullable: false }),
      fakeColumn('customer_id', { comment: 'who bought' }),
      fakeColumn('code', { sourceType: 'varchar(8)', type: 'VARCHAR', collation: 'other' }),
      fakeColumn('placedAt'),
    ],
    primaryKey: ['id'],
    uniqueKeys: [['code'], ['customer_id', 'placedAt']],
    foreignKeys: [{ columns: ['customer_id'], targetSchema: 'public', targetTable: 'Customer', targetColumns: ['id'] }],
  }),
  fakeTable('Customer', ['id']),
  fakeTable('customer', ['id', 'folded']),
  fakeTable('order'),
  fakeTable('Log', ['at'], { schema: 'audit', kind: 'view' }),
  fakeTable('odd name', ['x'], { schema: 'My Schema' }),
];

describe('reading', () => {
  it('says of which connections no statement can be asked alone', () => {
    const catalog = catalogOf([fakeSource('shop', shopTables), fakeSource('web', shopTables, false)]);
    expect(statusOf(catalog, 'shop')?.isFederatedOnly).toBeUndefined();
    expect(statusOf(catalog, 'web')?.isFederatedOnly).toBe(true);
  });

  it('introspects a connection at its first read, once for all who ask', async () => {
    const shop = fakeSource('shop', shopTables);
    const catalog = catalogOf([shop]);
    expect(statusOf(catalog, 'shop')).toMatchObject({ tableCount: 0, driverLabel: 'Fake' });
    const [answer] = await Promise.all([
      catalog.schemas('shop'),
      catalog.schemas('SHOP'),
      catalog.lookup('shop', undefined, 'orders'),
    ]);
    expect(shop.introspections).toBe(1);
    expect(answer.schemas).toEqual([
      { connection: 'shop', name: 'public', tableCount: 4, isDefault: true },
      { connection: 'shop', name: 'audit', tableCount: 1, isDefault: false },
      { connection: 'shop', name: 'My Schema', tableCount: 1, isDefault: false },
    ]);
    expect(connectionsAnswerSchema.parse(catalog.connections()).connections).toEqual([
      {
        id: 'shop',
        driver: 'fake',
        driverLabel: 'Fake 1.0',
        color: 1,
        mark: 'A0',
        status: 'ready',
        tableCount: 6,
        introspectedAt: '2026-03-01T00:00:00.000Z',
        defaultSchema: 'public',
      },
    ]);
    expect(log.lines).toContainEqual(
      expect.stringMatching(/^info: Read the catalog of shop \(Fake 1.0\): 6 tables, 10 columns in/),
    );
  });

  it('gives tables in windows, with the shortest name that SQL understands', async () => {
    const catalog = catalogOf([fakeSource('shop', shopTables)]);
    const all = await catalog.tables('shop', 'public', { offset: 0, limit: 10 });
    expect(all.tables.map(({ sqlName }) => sqlName)).toEqual([
      'shop.Customer',
      'shop.customer',
      'shop."order"',
      'shop.orders',
    ]);
    const window = await catalog.tables('shop', 'public', { offset: 3, limit: 1 });
    expect(window).toMatchObject({
      total: 4,
      tables: [{ name: 'orders', comment: 'what was bought', rowEstimate: 1200, columnCount: 4, kind: 'table' }],
    });
    const audit = await catalog.tables('shop', 'AUDIT', { offset: 0, limit: 1 });
    expect(audit.tables[0]).toMatchObject({ sqlName: 'shop.audit.Log', kind: 'view' });
    const odd = await catalog.tables('shop', 'My Schema', { offset: 0, limit: 1 });
    expect(odd.tables[0]?.sqlName).toBe('shop."My Schema"."odd name"');
    await expect(catalog.tables('shop', 'adit', { offset: 0, limit: 1 })).rejects.toMatchObject({
      code: 'unknown_table',
      message: 'shop has no schema adit.',
      hint: expect.stringContaining('audit'),
    });
  });

  it('tells the keys of columns', async () => {
    const catalog = catalogOf([fakeSource('shop', shopTables)]);
    const answer = columnsAnswerSchema.parse(await catalog.columns('shop', 'public', 'orders'));
    expect(answer.columns).toEqual([
      { name: 'id', sourceType: 'bigint', type: 'BIGINT', nullable: false, isPrimaryKey: true, isUnique: true },
      {
        name: 'customer_id',
        sourceType: 'bigint',
        type: 'BIGINT',
        nullable: true,
        comment: 'who bought',
        isPrimaryKey: false,
        isUnique: false,
        references: 'public.Customer.id',
      },
      { name: 'code', sourceType: 'varchar(8)', type: 'VARCHAR', nullable: true, isPrimaryKey: false, isUnique: true },
      { name: 'placedAt', sourceType: 'bigint', type: 'BIGINT', nullable: true, isPrimaryKey: false, isUnique: false },
    ]);
  });

  it('names near connections', async () => {
    const catalog = catalogOf([fakeSource('shop', []), fakeSource('crm', [])]);
    await expect(catalog.schemas('shpo')).rejects.toMatchObject({
      code: 'unknown_connection',
      hint: 'Did you mean shop?',
    });
    await expect(catalog.refresh('zzz')).rejects.toMatchObject({ hint: 'There are: shop, crm.' });
  });
});

describe('lookup', () => {
  it('goes by the exact case first, then by any', async () => {
    const catalog = catalogOf([fakeSource('shop', shopTables)]);
    expect((await catalog.lookup('shop', undefined, 'customer')).columns).toHaveLength(2);
    expect((await catalog.lookup('shop', undefined, 'Customer')).columns).toHaveLength(1);
    expect((await catalog.lookup('shop', undefined, 'ORDERS')).name).toBe('orders');
    expect((await catalog.lookup('SHOP', 'Audit', 'LOG')).name).toBe('Log');
  });

  it('asks the source anew for a table it does not know, but not again and again', async () => {
    const shop = fakeSource('shop', shopTables);
    const catalog = catalogOf([shop]);
    await catalog.schemas('shop');
    now += 10_000;
    shop.tables = [...shopTables, fakeTable('fresh')];
    const found = await Promise.all([
      catalog.lookup('shop', undefined, 'fresh'),
      catalog.lookup('shop', undefined, 'Fresh'),
    ]);
    expect(found.map(({ name }) => name)).toEqual(['fresh', 'fresh']);
    expect(shop.introspections).toBe(2);
    await expect(catalog.lookup('shop', undefined, 'gone')).rejects.toMatchObject({ code: 'unknown_table' });
    expect(shop.introspections).toBe(2);
    now += 10_000;
    await expect(catalog.lookup('shop', undefined, 'gone')).rejects.toMatchObject({ code: 'unknown_table' });
    expect(shop.introspections).toBe(3);
  });

  it.each([
    [undefined, 'ordrs', 'shop has no table or view ordrs.', 'Did you mean shop.orders or shop."order"?'],
    [undefined, 'log', 'shop has no table or view log.', 'It is there as shop.audit.Log.'],
    ['audit', 'orders', 'shop has no table or view audit.orders.', 'It is there as shop.orders.'],
    ['audti', 'log', 'shop has no table or view audti.log.', 'There is no schema audti; near it are: audit.'],
    [undefined, 'nothing_like_it', 'shop has no table or view nothing_like_it.', undefined],
  ])('names what %s.%s may have meant', async (schema, name, message, hint) => {
    const catalog = catalogOf([fakeSource('shop', shopTables)]);
    await expect(catalog.lookup('shop', schema, name)).rejects.toMatchObject({ message, hint, connection: 'shop' });
  });
});

describe('a source that is down', () => {
  it('keeps its cache, shows its error and does not hold up the others', async () => {
    const shop = fakeSource('shop', shopTables);
    const crm = fakeSource('crm', [fakeTable('accounts')]);
    const catalog = catalogOf([shop, crm]);
    await catalog.refresh();
    shop.failure = unreachable('shop');
    crm.tables = [fakeTable('accounts'), fakeTable('tickets')];
    now += 60_000;
    await catalog.refresh();
    expect(statusOf(catalog, 'shop')).toMatchObject({
      status: 'unreachable',
      tableCount: 6,
      introspectedAt: '2026-03-01T00:00:00.000Z',
      error: { code: 'source_unreachable' },
    });
    expect(statusOf(catalog, 'crm')).toMatchObject({ status: 'ready', tableCount: 2 });
    expect((await catalog.lookup('shop', undefined, 'orders')).columns).toHaveLength(4);
    await expect(catalog.lookup('shop', undefined, 'gone')).rejects.toMatchObject({
      message: 'shop has no table or view gone in the catalog kept since 2026-03-01T00:00:00.000Z.',
    });
    shop.failure = undefined;
    await catalog.refresh('shop');
    expect(statusOf(catalog, 'shop')).toMatchObject({ status: 'ready' });
    expect(statusOf(catalog, 'shop')).not.toHaveProperty('error');
  });

  it('is served from disk after a restart', async () => {
    const first = catalogOf([fakeSource('shop', shopTables)]);
    await first.refresh();
    await first.close();
    const shop = fakeSource('shop', []);
    shop.failure = unreachable('shop');
    const second = catalogOf([shop]);
    expect((await second.columns('shop', 'public', 'orders')).columns).toHaveLength(4);
    expect(shop.introspections).toBe(0);
    await second.refresh();
    expect((await second.search('orders', 5)).hits[0]?.table.sqlName).toBe('shop.orders');
  });

  it('without a cache gives its own error, and is asked again only after a while', async () => {
    const shop = fakeSource('shop', shopTables);
    shop.failure = unreachable('shop');
    const catalog = catalogOf([shop]);
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(catalog.schemas('shop')).rejects.toMatchObject({ code: 'source_unreachable' });
    }
    expect(shop.introspections).toBe(1);
    shop.failure = undefined;
    now += 10_000;
    expect((await catalog.schemas('shop')).schemas).toHaveLength(3);
  });

  it('that hangs and does not listen ends in source_timeout', async () => {
    const shop = fakeSource('shop', shopTables);
    shop.gate = new Promise(() => {});
    const catalog = catalogOf([shop], { introspectTimeMs: 30 });
    await expect(catalog.schemas('shop')).rejects.toMatchObject({ code: 'source_timeout', connection: 'shop' });
    expect(statusOf(catalog, 'shop')).toMatchObject({ status: 'unreachable' });
  });

  it('with a fault of its driver gives an error that gives nothing away', async () => {
    const shop = fakeSource('shop', shopTables);
    shop.failure = new TypeError('internals');
    await expect(catalogOf([shop]).schemas('shop')).rejects.toMatchObject({
      code: 'source_failed',
      message: 'shop could not tell its tables.',
    });
  });
});

describe('a connection with a mistake', () => {
  const broken: ConnectionConfig[] = ['bad', '../evil'].map((id) => ({
    id,
    driver: 'fake',
    color: 2,
    mark: 'BD',
    error: new JoineryError('config_invalid', 'config.yaml, line 3, column 1: no.', { connection: id }),
  }));

  it('is shown, never opened, and leaves the others', async () => {
    const catalog = catalogOf([fakeSource('shop', shopTables)], { broken });
    await catalog.refresh();
    expect(statusOf(catalog, 'bad')).toMatchObject({ status: 'misconfigured', error: { code: 'config_invalid' } });
    for (const { id } of broken) await expect(catalog.schemas(id)).rejects.toMatchObject({ code: 'config_invalid' });
    expect(await readdir(join(dataDir, 'metadata'))).toEqual(['.cache', 'shop.yaml']);
    expect((await catalog.search('orders', 5)).total).toBeGreaterThan(0);
  });
});

describe('in the background', () => {
  /** Settles when the source has been asked and its answer is in the catalog. */
  async function untilReady(catalog: CatalogService, id: string): Promise<void> {
    await expect.poll(() => statusOf(catalog, id)?.status).toBe('ready');
  }

  it('a new connection is read at start, and a fresh one is not', async () => {
    const shop = fakeSource('shop', shopTables);
    const first = catalogOf([shop], { refreshInBackground: true });
    await untilReady(first, 'shop');
    expect(statusOf(first, 'shop')?.tableCount).toBe(6);
    await first.close();
    now += 60_000;
    const second = catalogOf([shop], { refreshInBackground: true });
    await second.schemas('shop');
    await second.close();
    expect(shop.introspections).toBe(1);
  });

  it('a stale catalog is answered at once and refreshed behind', async () => {
    const shop = fakeSource('shop', shopTables);
    const first = catalogOf([shop]);
    await first.refresh();
    await first.close();
    now += 2 * 3_600_000;
    const gate = Promise.withResolvers<void>();
    shop.gate = gate.promise;
    shop.tables = [fakeTable('renamed')];
    const second = catalogOf([shop], { refreshInBackground: true });
    expect((await second.schemas('shop')).schemas).toHaveLength(3);
    gate.resolve();
    await expect.poll(() => statusOf(second, 'shop')?.tableCount).toBe(1);
  });

  it('a catalog older than config.yaml is refreshed, as it may be of another database', async () => {
    const shop = fakeSource('shop', shopTables);
    const first = catalogOf([shop]);
    await first.refresh();
    await first.close();
    const path = join(dataDir, 'config.yaml');
    await writeFile(path, 'connections: {}');
    await utimes(path, new Date(now + 1000), new Date(now + 1000));
    now += 2000;
    shop.tables = [fakeTable('elsewhere')];
    const second = catalogOf([shop], { refreshInBackground: true });
    await expect.poll(() => statusOf(second, 'shop')?.tableCount).toBe(1);
  });

  it('a damaged file is rebuilt', async () => {
    const shop = fakeSource('shop', shopTables);
    const first = catalogOf([shop]);
    await first.refresh();
    await first.close();
    await writeFile(join(dataDir, 'metadata', 'shop.yaml'), 'nonsense');
    const second = catalogOf([shop], { refreshInBackground: true });
    await untilReady(second, 'shop');
    expect(statusOf(second, 'shop')?.tableCount).toBe(6);
    const names = await readdir(join(dataDir, 'metadata'));
    expect(names.filter((name) => name.includes('corrupt'))).toHaveLength(1);
    expect(names).toContain('shop.yaml');
  });

  it('closing ends what hangs', async () => {
    const shop = fakeSource('shop', shopTables);
    shop.gate = new Promise(() => {});
    const catalog = catalogOf([shop], { refreshInBackground: true });
    const read = catalog.schemas('shop').catch((error: unknown) => error);
    await expect.poll(() => shop.introspections).toBe(1);
    await catalog.close();
    expect(await read).toMatchObject({ name: 'Cancelled' });
    expect(log.lines.filter((line) => line.startsWith('warn'))).toEqual([]);
  });
});

it('keeps what the source told when the disk cannot', async () => {
  await writeFile(join(dataDir, 'metadata'), 'a file where the folder should be');
  const catalog = catalogOf([fakeSource('shop', shopTables)]);
  expect((await catalog.schemas('shop')).schemas).toHaveLength(3);
  expect(log.lines.join('\n')).toContain('could not be kept on disk');
});

it('searches all connections, best first', async () => {
  const catalog = catalogOf([
    fakeSource('shop', shopTables),
    fakeSource('crm', [fakeTable('orders_archive', ['order_id'])]),
  ]);
  await catalog.refresh();
  const answer = searchAnswerSchema.parse(await catalog.search('orders', 10));
  expect(answer.tableCount).toBe(7);
  expect(answer.hits.map(({ table, column }) => [table.sqlName, column?.name])).toEqual([
    ['shop.orders', undefined],
    ['crm.orders_archive', undefined],
  ]);
  expect(await catalog.search('   ', 10)).toMatchObject({ hits: [], total: 0, tableCount: 7 });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { errorBodySchema } from '../../../lib/contract/errors.ts';
import { createCatalog } from '../../../server/catalog/catalog.ts';
import { fakeSource, fakeTable, recordingLog } from '../../../server/catalog/testing/fake-source.ts';
import { defaultLimits } from '../../../server/config/limits.ts';
import { JoineryError } from '../../../server/errors.ts';
import { provideHost, type ServerHost } from '../../../server/index.ts';
import type { CatalogService } from '../../../server/workbench.ts';
import { GET as getColumns } from './columns/route.ts';
import { GET as getConnections } from './connections/route.ts';
import { POST as postRefresh } from './refresh/route.ts';
import { GET as getSchemas } from './schemas/route.ts';
import { GET as getSearch } from './search/route.ts';
import { GET as getTables } from './tables/route.ts';

let dataDir: string;
let catalog: CatalogService;
const shop = fakeSource('shop', [fakeTable('orders', ['id', 'amount']), fakeTable('customers')]);

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'joinery-routes-'));
  catalog = createCatalog({
    config: {
      path: '/etc/joinery/config.yaml',
      dataDir,
      connections: [{ id: 'shop', driver: 'fake', color: 1, mark: 'SH', options: {} }],
      limits: defaultLimits,
    },
    connectors: () => shop.connector,
    log: recordingLog(),
    refreshInBackground: false,
  });
  // The routes use nothing of the host but its catalog.
  provideHost({ access: { view: () => ({ catalog }) } } as unknown as ServerHost);
});
afterAll(async () => {
  await catalog.close();
  await rm(dataDir, { recursive: true, force: true });
});

type Route = (request: Request, context: unknown) => Promise<Response>;

async function ask(route: Route, query: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
  const response = await route(new Request(`http://127.0.0.1/api/catalog${query}`, init), {});
  return { status: response.status, body: await response.json() };
}

it('answers schemas, tables, columns and hits', async () => {
  expect(await ask(getSchemas, '?connection=shop')).toMatchObject({
    status: 200,
    body: { schemas: [{ name: 'public', tableCount: 2, isDefault: true }] },
  });
  expect(await ask(getTables, '?connection=shop&schema=public&offset=1&limit=1')).toMatchObject({
    status: 200,
    body: { total: 2, tables: [{ name: 'orders', sqlName: 'shop.orders' }] },
  });
  expect(await ask(getColumns, '?connection=shop&schema=public&table=orders')).toMatchObject({
    status: 200,
    body: { columns: [{ name: 'id' }, { name: 'amount' }] },
  });
  expect(await ask(getSearch, '?q=amou')).toMatchObject({
    status: 200,
    body: { total: 1, tableCount: 2, hits: [{ table: { name: 'orders' }, column: { name: 'amount' } }] },
  });
});

it('refreshes by POST and answers how the connections stand, a failing one included', async () => {
  shop.failure = new JoineryError('source_unreachable', 'shop does not answer.', { connection: 'shop' });
  const failed = await ask(postRefresh, '', { method: 'POST', body: '{"connection":"shop"}' });
  expect(failed).toMatchObject({
    status: 200,
    body: { connections: [{ status: 'unreachable', tableCount: 2, error: { code: 'source_unreachable' } }] },
  });
  shop.failure = undefined;
  await ask(postRefresh, '', { method: 'POST', body: '{}' });
  expect(await ask(getConnections, '')).toMatchObject({
    status: 200,
    body: { configPath: '/etc/joinery/config.yaml', connections: [{ id: 'shop', status: 'ready' }] },
  });
});

it.each<[string, Route, string, number, string]>([
  ['a missing parameter', getSchemas, '', 400, 'bad_request'],
  ['too large a window', getTables, '?connection=shop&schema=public&limit=501', 400, 'bad_request'],
  ['a window before the start', getTables, '?connection=shop&schema=public&offset=-1', 400, 'bad_request'],
  ['too many hits', getSearch, '?q=a&limit=201', 400, 'bad_request'],
  ['an unknown connection', getSchemas, '?connection=shpo', 404, 'unknown_connection'],
  ['an unknown table', getColumns, '?connection=shop&schema=public&table=ordres', 404, 'unknown_table'],
])('refuses %s', async (_what, route, query, status, code) => {
  const answer = await ask(route, query);
  expect(answer.status).toBe(status);
  expect(errorBodySchema.parse(answer.body).error.code).toBe(code);
});

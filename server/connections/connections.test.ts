import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SaveConnection } from '../../lib/contract/connection.ts';
import { isEnded } from '../../lib/contract/run.ts';
import { makeSqlite, openTestWorkbench, type TestWorkbench } from './testing/open-test-workbench.ts';

const never = new AbortController().signal;
let opened: TestWorkbench;
const connections = () => opened.workbench.connections;
const sqlite = (id: string, path: string, more: Partial<SaveConnection> = {}): SaveConnection => ({
  id,
  driver: 'sqlite',
  options: { path },
  ...more,
});

beforeAll(async () => {
  opened = await openTestWorkbench(
    (folder) => {
      makeSqlite(join(folder, 'crm.sqlite'), 'tickets', 20);
      makeSqlite(join(folder, 'shop.sqlite'), 'orders', 30);
      makeSqlite(join(folder, 'other.sqlite'), 'orders', 7);
      return [
        'connections:',
        '  crm: { driver: sqlite, path: ./crm.sqlite }',
        '  fixed: { driver: sqlite, path: ./crm.sqlite, policy: { ai: never, maxFetchRows: 5 } }',
        '  pg: { driver: postgres, host: 127.0.0.1, port: 1, database: d, user: u, password: canary-in-file }',
      ].join('\n');
    },
    { PATH_OF_SHOP: './shop.sqlite', JOINERY_SECRET_KEY_FORMER: '' },
  );
});
afterAll(() => opened.close());

describe('a connection added in the browser', () => {
  it('can be queried at once, beside those of config.yaml, and is there after a restart', async () => {
    const detail = await connections().save(sqlite('shop', './shop.sqlite', { mark: 'sp' }));
    expect(detail).toMatchObject({ origin: 'workbench', options: { path: './shop.sqlite' }, version: 1 });
    expect(detail.summary).toMatchObject({ id: 'shop', color: 4, mark: 'sp' });
    const joined = 'SELECT count(*) AS n FROM shop.orders o JOIN crm.tickets t ON t.id = o.id';
    expect(await opened.run(joined)).toMatchObject({ status: 'succeeded', rows: 1 });
    await opened.restart();
    expect((await connections().list()).map(({ summary }) => summary.id)).toEqual(['crm', 'fixed', 'pg', 'shop']);
    expect(await opened.run('SELECT id FROM orders', 'shop')).toMatchObject({ status: 'succeeded', rows: 30 });
  });

  it('reads the other source after a change, without a restart', async () => {
    await connections().save(sqlite('changing', './shop.sqlite'));
    expect(await opened.run('SELECT id FROM changing.orders')).toMatchObject({ rows: 30 });
    await connections().save(sqlite('changing', './other.sqlite', { version: 1 }));
    expect(await opened.run('SELECT id FROM changing.orders')).toMatchObject({ rows: 7 });
    await connections().remove('changing');
    const run = await opened.run('SELECT id FROM changing.orders');
    expect(run).toMatchObject({ status: 'failed', error: { code: 'unknown_connection' } });
  });

  it('leaves a run undisturbed that began with what it was before', async () => {
    makeSqlite(join(opened.folder, 'held.sqlite'), 'orders', 30);
    await connections().save(
      sqlite('going', './held.sqlite', { options: { path: './held.sqlite', busyTimeoutMs: 60_000 } }),
    );
    const text = 'SELECT id FROM going.orders';
    expect(await opened.run(text)).toMatchObject({ status: 'succeeded' });
    // While another program holds the file, the run waits for its rows.
    const holder = new DatabaseSync(join(opened.folder, 'held.sqlite'));
    holder.exec('BEGIN EXCLUSIVE');
    const { runs } = opened.workbench;
    const { id } = await runs.start({ text, target: 'federated', rowLimit: 100, pushdown: 'safe' });
    for await (const { run } of runs.watch(id, never)) {
      if (run.status !== 'running') continue;
      await connections().remove('going');
      expect((await runs.get(id)).status).toBe('running');
      holder.exec('ROLLBACK');
      break;
    }
    holder.close();
    for await (const { run } of runs.watch(id, never)) {
      if (isEnded(run.status)) expect(run).toMatchObject({ status: 'succeeded', rows: 30 });
    }
    expect((await opened.run(text)).error).toMatchObject({ code: 'unknown_connection' });
  });

  it('takes references, and shows them as references', async () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference
    const detail = await connections().save(sqlite('referred', '${PATH_OF_SHOP}'));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a reference
    expect(detail.options).toEqual({ path: '${PATH_OF_SHOP}' });
    expect(await opened.run('SELECT id FROM orders', 'referred')).toMatchObject({ status: 'succeeded', rows: 30 });
  });

  it('is kept while its reference is missing, and says so alone', async () => {
    const detail = await connections().save(sqlite('later', 'env:NOT_YET'));
    expect(detail.summary).toMatchObject({
      status: 'misconfigured',
      error: { code: 'secret_unavailable', option: 'path' },
    });
    expect(await opened.run('SELECT id FROM crm.tickets')).toMatchObject({ status: 'succeeded' });
  });
});

describe('what is refused', () => {
  it.each<[string, SaveConnection, object]>([
    ['a name of config.yaml', sqlite('CRM', './x'), { code: 'config_invalid', option: 'id' }],
    ['a word of SQL', sqlite('select', './x'), { code: 'config_invalid', option: 'id' }],
    ['a name with a space', sqlite('my shop', './x'), { code: 'config_invalid', option: 'id' }],
    ['an unknown driver', { id: 'a', driver: 'oracle', options: {} }, { code: 'config_invalid', option: 'driver' }],
    ['a missing option', { id: 'a', driver: 'sqlite', options: {} }, { code: 'config_invalid', option: 'path' }],
    [
      'an unknown option',
      { id: 'a', driver: 'sqlite', options: { path: 'x', pth: 'y' } },
      { code: 'config_invalid', option: 'pth' },
    ],
    [
      'a number that is none',
      { id: 'a', driver: 'sqlite', options: { path: 'x', busyTimeoutMs: 'soon' } },
      { code: 'config_invalid', option: 'busyTimeoutMs' },
    ],
    [
      'text that is no JSON',
      { id: 'a', driver: 'sqlite', options: { path: 'x', columnTypes: '{' } },
      { code: 'config_invalid', option: 'columnTypes' },
    ],
    ['a mark that is taken', sqlite('a', './x', { mark: 'CR' }), { code: 'config_invalid', option: 'mark' }],
    ['a change to config.yaml', sqlite('crm', './x', { version: 0 }), { code: 'forbidden' }],
    ['a change to nothing', sqlite('nobody', './x', { version: 1 }), { code: 'unknown_connection' }],
    ['our own database', sqlite('a', './data/joinery.sqlite'), { code: 'config_invalid', option: 'path' }],
    ['our own variables', sqlite('a', 'env:JOINERY_SECRET_KEY'), { code: 'config_invalid', option: 'path' }],
  ])('%s', async (_what, request, error) => {
    await expect(connections().save(request)).rejects.toMatchObject(error);
  });

  it('a save over a version that is not the one kept, and nothing is overwritten', async () => {
    const first = await connections().save(sqlite('raced', './shop.sqlite'));
    await connections().save(sqlite('raced', './other.sqlite', { version: first.version }));
    await expect(connections().save(sqlite('raced', './x', { version: first.version }))).rejects.toMatchObject({
      code: 'conflict',
    });
    const kept = (await connections().list()).find(({ summary }) => summary.id === 'raced');
    expect(kept).toMatchObject({ options: { path: './other.sqlite' }, version: 2 });
    await expect(connections().save(sqlite('Raced', './x'))).rejects.toMatchObject({ option: 'id' });
  });

  it('removing one of config.yaml', async () => {
    await expect(connections().remove('crm')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a policy', () => {
  it('stops a run that fetches more rows than it allows, and lets the others be', async () => {
    const [crm] = await connections().list();
    const policy = { ai: 'never', allowsProbes: false, maxFetchRows: 10, maxFetchMs: null } as const;
    const changed = await connections().savePolicy('crm', policy, crm?.version ?? -1);
    expect(changed).toMatchObject({ policy, origin: 'config', isPolicyFixed: false });
    expect(connections().policyOf('crm')).toEqual(policy);
    expect(await opened.run('SELECT name FROM crm.tickets')).toMatchObject({
      status: 'failed',
      hasResult: false,
      error: { code: 'fetch_limit', connection: 'crm' },
    });
    expect(await opened.run('SELECT name FROM tickets', 'crm')).toMatchObject({ error: { code: 'fetch_limit' } });
    expect(await opened.run('SELECT name FROM crm.tickets WHERE id <= 10')).toMatchObject({
      status: 'succeeded',
      rows: 10,
    });
    expect(await opened.run('SELECT count(*) FROM crm.tickets')).toMatchObject({ status: 'succeeded' });
    await connections().savePolicy('crm', { ...policy, maxFetchRows: null }, changed.version);
    expect(await opened.run('SELECT name FROM crm.tickets')).toMatchObject({ status: 'succeeded', rows: 20 });
    await expect(connections().savePolicy('crm', policy, 0)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('holds for files too, which no stream brings', async () => {
    const path = join(opened.folder, 'visits.csv');
    await writeFile(path, `id,page\n${Array.from({ length: 50 }, (_, index) => `${index},p`).join('\n')}\n`);
    const policy = { ai: 'names', allowsProbes: true, maxFetchRows: 20, maxFetchMs: null } as const;
    await connections().save({ id: 'web', driver: 'files', options: { path: './visits.csv' }, policy });
    const run = await opened.run('SELECT id, page FROM web.visits');
    expect(run).toMatchObject({
      status: 'failed',
      hasResult: false,
      error: { code: 'fetch_limit', connection: 'web' },
    });
    await connections().savePolicy('web', { ...policy, maxFetchRows: 50 }, 1);
    expect(await opened.run('SELECT id, page FROM web.visits')).toMatchObject({ status: 'succeeded', rows: 50 });
  });

  it('of config.yaml holds and cannot be changed here', async () => {
    const fixed = (await connections().list()).find(({ summary }) => summary.id === 'fixed');
    expect(fixed).toMatchObject({ isPolicyFixed: true, policy: { ai: 'never', maxFetchRows: 5 } });
    await expect(connections().savePolicy('fixed', { ...connections().policyOf('crm') }, 0)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await opened.run('SELECT name FROM fixed.tickets')).toMatchObject({ error: { code: 'fetch_limit' } });
  });
});

describe('a try', () => {
  it('tells server and account, and keeps nothing', async () => {
    const answer = await connections().test(sqlite('tried', './shop.sqlite'), never);
    expect(answer).toMatchObject({ serverLabel: expect.stringMatching(/^SQLite 3/), account: { canWrite: true } });
    expect((await connections().list()).some(({ summary }) => summary.id === 'tried')).toBe(false);
  });

  it('says why it failed', async () => {
    expect(await connections().test(sqlite('tried', './nowhere.sqlite'), never)).toMatchObject({
      error: { code: 'source_unreachable', connection: 'tried' },
    });
    const request = { id: 'pg', driver: 'postgres', options: {}, version: 0 };
    const answer = await connections().test(request, never);
    expect(answer).toMatchObject({ error: { code: 'source_unreachable', connection: 'pg' } });
    expect(JSON.stringify(answer)).not.toContain('canary-in-file');
  });

  it('ends when the one who asked goes away', async () => {
    await expect(connections().test(sqlite('tried', './shop.sqlite'), AbortSignal.abort())).rejects.toThrow();
  });
});

it('says what names a connection', async () => {
  const { history } = opened.workbench;
  const text = 'SELECT * FROM "Referred" . orders';
  await history.createDocument({ title: 'Names it', text, target: 'federated', rowLimit: 10 });
  await history.createDocument({ title: 'Runs on it', text: 'SELECT 1', target: 'referred', rowLimit: 10 });
  await history.createDocument({ title: 'Another', text: 'SELECT preferred.x', target: 'federated', rowLimit: 10 });
  expect((await connections().uses('referred')).documents).toEqual(['Names it', 'Runs on it']);
});

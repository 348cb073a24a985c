import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../test/servers/postgres.ts';
import { loadConfig } from '../config/load-config.ts';
import { drivers } from '../connectors/registry.ts';
import { keyFile } from '../secrets/key-ring.ts';
import { readConnections } from './index.ts';
import { openTestWorkbench, type TestWorkbench } from './testing/open-test-workbench.ts';

const never = new AbortController().signal;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let server: PostgresServer;
let opened: TestWorkbench;
const dataDir = (): string => join(opened.folder, 'data');
const connections = () => opened.workbench.connections;
const detailOf = async (id: string) => {
  const found = (await connections().list()).find(({ summary }) => summary.id === id);
  if (found === undefined) throw new Error(`no connection ${id}`);
  return found;
};
const optionsOf = (password: string) => ({
  host: server.host,
  port: String(server.port),
  database: server.database,
  user: server.user,
  password,
});

beforeAll(async () => {
  server = await startPostgres();
  const admin = await server.adminClient();
  await admin.query(`CREATE ROLE keeper LOGIN PASSWORD 'canary-right'; CREATE TABLE parcels AS SELECT 1 AS id`);
  await admin.query('GRANT SELECT ON parcels TO keeper');
  opened = await openTestWorkbench();
  await connections().save({
    id: 'shop',
    driver: 'postgres',
    options: { ...optionsOf('canary-right'), user: 'keeper' },
  });
});
afterAll(async () => {
  await opened?.close();
  await server?.stop();
});

it('a kept password is used by runs, tries and commands, and stays when the rest is edited', async () => {
  expect(await opened.run('SELECT id FROM shop.parcels')).toMatchObject({ status: 'succeeded', rows: 1 });
  const before = await detailOf('shop');
  expect(before.options).toMatchObject({ password: { isKept: true }, user: 'keeper', port: server.port });
  const { password: _kept, ...options } = before.options;
  const edited = {
    id: 'shop',
    driver: 'postgres',
    options: { ...options, connectTimeoutMs: '5000' },
    version: before.version,
  };
  expect(await connections().test(edited, never)).toMatchObject({ account: { canWrite: expect.any(Boolean) } });
  await connections().save(edited);
  expect(await opened.run('SELECT id FROM parcels', 'shop')).toMatchObject({ status: 'succeeded', rows: 1 });
  const config = await loadConfig(join(opened.folder, 'config.yaml'), {}, drivers);
  const [read] = await readConnections(config, drivers, quiet);
  expect(read).toMatchObject({ id: 'shop', options: { password: 'canary-right', connectTimeoutMs: 5000 } });
});

it('a new connection takes no part in the secrets of another one of its name', async () => {
  const { password: _kept, ...options } = (await detailOf('shop')).options;
  expect(await connections().test({ id: 'shop', driver: 'postgres', options }, never)).toMatchObject({
    error: { code: expect.stringMatching(/^source_/) },
  });
});

it('a wrong password is told as such, and the right one mends it at once', async () => {
  const { version, options } = await detailOf('shop');
  const wrong = { id: 'shop', driver: 'postgres', options: { ...options, password: 'canary-wrong' }, version };
  expect(await connections().test(wrong, never)).toMatchObject({
    error: { code: 'source_auth_failed', connection: 'shop' },
  });
  const saved = await connections().save(wrong);
  expect(await opened.run('SELECT id FROM parcels', 'shop')).toMatchObject({ error: { code: 'source_auth_failed' } });
  await connections().save({ ...wrong, options: { ...options, password: 'canary-right' }, version: saved.version });
  expect(await opened.run('SELECT id FROM parcels', 'shop')).toMatchObject({ status: 'succeeded' });
});

it('a password that looks like a reference inside is taken as it was typed', async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: not meant as a reference
  const password = 'a${HOME}$${b} $& env:';
  const admin = await server.adminClient();
  await admin.query(`CREATE ROLE odd LOGIN PASSWORD '${password}'; GRANT SELECT ON parcels TO odd`);
  await connections().save({ id: 'odd', driver: 'postgres', options: { ...optionsOf(password), user: 'odd' } });
  expect(await opened.run('SELECT id FROM odd.parcels')).toMatchObject({ status: 'succeeded' });
  await connections().remove('odd');
});

it('a missing key is the error of that connection alone; the key, or the secret typed anew, mends it', async () => {
  await writeFile(join(opened.folder, 'visits.csv'), 'id\n1\n');
  await connections().save({ id: 'web', driver: 'files', options: { path: './visits.csv' } });
  const key = await readFile(keyFile(dataDir()), 'utf8');
  await rm(keyFile(dataDir()));
  await opened.restart();
  expect((await detailOf('shop')).summary).toMatchObject({
    status: 'misconfigured',
    error: { code: 'secret_unavailable', option: 'password', message: expect.stringContaining('is missing') },
  });
  expect(await opened.run('SELECT id FROM shop.parcels')).toMatchObject({ error: { code: 'secret_unavailable' } });
  expect(await opened.run('SELECT id FROM web.visits')).toMatchObject({ status: 'succeeded' });
  await writeFile(keyFile(dataDir()), key, { mode: 0o600 });
  await opened.restart();
  expect(await opened.run('SELECT id FROM shop.parcels')).toMatchObject({ status: 'succeeded' });
});

it('a sealed secret that was changed on disk, or moved to another connection, does not open', async () => {
  const { options, version } = await detailOf('shop');
  await connections().save({ id: 'twin', driver: 'postgres', options: { ...options, password: 'other' } });
  await connections().save({
    id: 'shop',
    driver: 'postgres',
    options: { ...options, password: 'canary-right' },
    version,
  });
  await opened.restart(() => {
    const database = new DatabaseSync(join(dataDir(), 'joinery.sqlite'));
    database.exec(
      "UPDATE Connection SET options = (SELECT options FROM Connection WHERE id = 'shop'), version = 9 WHERE id = 'twin'",
    );
    database.close();
  });
  expect((await detailOf('twin')).summary.error?.message).toContain('changed or moved');
  expect(await opened.run('SELECT id FROM shop.parcels')).toMatchObject({ status: 'succeeded' });
  const anew = { id: 'twin', driver: 'postgres', options: { ...options, password: 'canary-right' }, version: 9 };
  await connections().save(anew);
  expect(await opened.run('SELECT id FROM twin.parcels')).toMatchObject({ status: 'succeeded' });
});

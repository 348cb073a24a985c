import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-database-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const URL_TEXT = 'postgres://joinery:hidden-7Qx@db.example.com/joinery';

async function databaseOf(yaml: string, env: Record<string, string> = {}) {
  const file = path.join(folder, 'config.yaml');
  await writeFile(file, `database: ${yaml}\n`);
  return (await loadConfig(file, env)).database;
}

it('is a URL by reference, and how many connections one server holds', async () => {
  expect(await databaseOf('{ url: env:OWN }', { OWN: URL_TEXT })).toEqual({ url: URL_TEXT, connections: 10 });
  expect(await databaseOf('{ url: env:OWN, connections: 4 }', { OWN: URL_TEXT })).toMatchObject({ connections: 4 });
  expect(await databaseOf('')).toBeUndefined();
});

it.each([
  ['{ url: env:NOTHING }', 'secret_unavailable'],
  ['{ connections: 5 }', 'config_invalid'],
  ['{ url: env:OWN, connections: 1 }', 'config_invalid'],
  ['{ url: env:OWN, pool: 5 }', 'config_invalid'],
  ['hidden-7Qx', 'config_invalid'],
  ['{ url: "hidden-7Qx" }', 'config_invalid'],
  ['{ url: "mysql://joinery:hidden-7Qx@db.example.com/joinery" }', 'config_invalid'],
])('refuses %s, and shows no password', async (yaml, code) => {
  const failure = await databaseOf(yaml, { OWN: URL_TEXT }).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ code });
  expect((failure as Error).message).not.toContain('hidden-7Qx');
});

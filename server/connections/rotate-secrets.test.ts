import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type History, openHistory } from '../history/index.ts';
import { keyFile, keysOfFile, keyText, newKey, openKeyRing } from '../secrets/key-ring.ts';
import { defaultPolicy } from './live-connections.ts';
import { rotateSecrets } from './rotate-secrets.ts';
import { openOptions, sealOptions } from './sealed-options.ts';

let folder: string;
let history: History;
const place = (connection: string) => ({ connection, secretOptions: ['password'] });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joinery-rotate-'));
  history = await openHistory({ dataDir: folder });
});
afterEach(async () => {
  await history.close();
  await rm(folder, { recursive: true, force: true });
});

async function keep(id: string, password: string, env: Record<string, string> = {}): Promise<void> {
  const options = await sealOptions({ host: 'a', password }, {}, place(id), openKeyRing(folder, env));
  await history.connections.insert({ id, driver: 'postgres', options, policy: defaultPolicy });
}

async function passwordOf(id: string, env: Record<string, string> = {}): Promise<unknown> {
  const kept = (await history.connections.list()).find((one) => one.id === id);
  return (await openOptions(kept?.options ?? {}, place(id), openKeyRing(folder, env))).password;
}

it('makes a new key, seals everything with it and forgets the old one', async () => {
  await keep('a', 'one');
  await keep('b', 'two');
  await keep('c', 'env:NAME');
  const [before] = await keysOfFile(folder);
  const { keyId, rotated, failed } = await rotateSecrets(history.connections, folder, {});
  expect({ rotated, failed }).toEqual({ rotated: ['a', 'b'], failed: [] });
  expect((await keysOfFile(folder)).map(({ id }) => id)).toEqual([keyId]);
  expect(keyId).not.toBe(before?.id);
  expect([await passwordOf('a'), await passwordOf('b'), await passwordOf('c')]).toEqual(['one', 'two', 'env:NAME']);
});

it('leaves what it cannot open, says which, and keeps the keys that are still needed', async () => {
  await keep('lost', 'gone');
  await rm(keyFile(folder));
  await keep('good', 'here');
  const { rotated, failed } = await rotateSecrets(history.connections, folder, {});
  expect(rotated).toEqual(['good']);
  expect(failed).toMatchObject([{ connection: 'lost', error: { code: 'secret_unavailable', option: 'password' } }]);
  expect(await passwordOf('good')).toBe('here');
});

it('goes on where a rotation was cut short', async () => {
  await keep('a', 'one');
  await keep('b', 'two');
  // The new key was written, and nothing was sealed with it yet.
  await writeFile(keyFile(folder), `${keyText(newKey())}\n${await readFile(keyFile(folder), 'utf8')}`);
  expect(await passwordOf('a')).toBe('one');
  await rotateSecrets(history.connections, folder, {});
  expect(await keysOfFile(folder)).toHaveLength(1);
  expect([await passwordOf('a'), await passwordOf('b')]).toEqual(['one', 'two']);
});

it('takes the key of the environment where there is one', async () => {
  await keep('a', 'one');
  const [old] = await keysOfFile(folder);
  const [first, second] = [newKey(), newKey()];
  const env = { JOINERY_SECRET_KEY: keyText(first) };
  expect(await rotateSecrets(history.connections, folder, env)).toMatchObject({ keyId: first.id, rotated: ['a'] });
  expect((await keysOfFile(folder))[0]?.id).toBe(old?.id);
  await rm(keyFile(folder));
  expect(await passwordOf('a', env)).toBe('one');
  const next = { JOINERY_SECRET_KEY: keyText(second), JOINERY_SECRET_KEY_FORMER: keyText(first) };
  await rotateSecrets(history.connections, folder, next);
  expect(await passwordOf('a', { JOINERY_SECRET_KEY: keyText(second) })).toBe('one');
});

it('a save that began before a rotation is refused, so that no secret comes back under the old key', async () => {
  await keep('a', 'one');
  const [kept] = await history.connections.list();
  if (kept === undefined) throw new Error('nothing kept');
  await rotateSecrets(history.connections, folder, {});
  await expect(history.connections.update(kept)).rejects.toMatchObject({ code: 'conflict' });
});

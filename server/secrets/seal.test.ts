import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeyRing, keyFile, keyText, newKey, openKeyRing } from './key-ring.ts';
import { isSealed, openSecret, type SealedSecret, sealingKeyId, sealSecret } from './seal.ts';

let folder: string;
let keys: KeyRing;
const place = { connection: 'shop', option: 'password' };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joinery-seal-'));
  keys = openKeyRing(folder, {});
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('a sealed secret', () => {
  it.each(['hunter2', '', `p"ä\u0000ß$${'{X}'}`, { private_key: 'x', nested: [1, null] }])(
    'opens as %j',
    async (secret) => {
      const sealed = sealSecret(secret, place, await keys.current());
      expect(isSealed(JSON.parse(JSON.stringify(sealed)))).toBe(true);
      expect(await openSecret(sealed, place, keys)).toEqual(secret);
    },
  );

  it('says nothing of the secret, and is another one each time', async () => {
    const key = await keys.current();
    const [one, two] = [sealSecret('hunter2', place, key), sealSecret('hunter2', place, key)];
    expect(one.$sealed).not.toBe(two.$sealed);
    expect(JSON.stringify(one)).not.toContain('hunter2');
    expect(sealingKeyId(one)).toBe(key.id);
  });

  it.each([
    ['another connection', { connection: 'crm', option: 'password' }],
    ['another option', { connection: 'shop', option: 'token' }],
    ['a place whose names run together the same', { connection: 'shoppa', option: 'ssword' }],
  ])('does not open at %s', async (_what, other) => {
    const sealed = sealSecret('hunter2', place, await keys.current());
    await expect(openSecret(sealed, other, keys)).rejects.toMatchObject({
      code: 'secret_unavailable',
      connection: other.connection,
      option: other.option,
      message: expect.stringContaining('changed or moved'),
    });
  });

  it('does not open when any part of it was changed', async () => {
    const parts = sealSecret('hunter2', place, await keys.current()).$sealed.split('.');
    for (const index of [2, 3, 4]) {
      const flipped = Buffer.from(parts[index] ?? '', 'base64url');
      flipped[0] = (flipped[0] ?? 0) ^ 1;
      const changed: SealedSecret = { $sealed: parts.with(index, flipped.toString('base64url')).join('.') };
      await expect(openSecret(changed, place, keys)).rejects.toMatchObject({ code: 'secret_unavailable' });
    }
    const shortTag: SealedSecret = { $sealed: parts.with(4, (parts[4] ?? '').slice(0, 6)).join('.') };
    await expect(openSecret(shortTag, place, keys)).rejects.toMatchObject({ code: 'secret_unavailable' });
    await expect(openSecret({ $sealed: parts.with(0, 'v9').join('.') }, place, keys)).rejects.toThrow('does not know');
  });

  it('names the key that is missing', async () => {
    const sealed = sealSecret('hunter2', place, newKey());
    await expect(openSecret(sealed, place, keys)).rejects.toThrow(
      `the key ${sealingKeyId(sealed)} that sealed it is missing`,
    );
  });
});

describe('the keys', () => {
  it('stand in a file that only its owner may read, made once', async () => {
    const [one, two] = await Promise.all([keys.current(), openKeyRing(folder, {}).current()]);
    expect(one.id).toBe(two.id);
    expect((await stat(keyFile(folder))).mode & 0o777).toBe(0o600);
    expect((await readFile(keyFile(folder), 'utf8')).trim()).toBe(keyText(one));
  });

  it('come from the environment first, and former ones still open', async () => {
    const [now, before] = [newKey(), newKey()];
    const env = { JOINERY_SECRET_KEY: keyText(now), JOINERY_SECRET_KEY_FORMER: keyText(before) };
    const ring = openKeyRing(folder, env);
    expect((await ring.current()).id).toBe(now.id);
    expect(await openSecret(sealSecret('old', place, before), place, ring)).toBe('old');
    expect(await ring.byId('000000000000')).toBeUndefined();
  });

  it.each(['', 'not base64!', 'c2hvcnQ='])('refuses %j as a key', async (text) => {
    await writeFile(keyFile(folder), `${text}\n`);
    await expect(keys.current()).rejects.toMatchObject({ code: 'secret_unavailable' });
    const refused = await openKeyRing(folder, { JOINERY_SECRET_KEY: text || 'x' })
      .current()
      .catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ code: 'secret_unavailable', message: 'JOINERY_SECRET_KEY does not hold a key.' });
  });
});

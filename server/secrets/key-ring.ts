/**
 * The keys that seal the secrets of connections added in the browser. The current one is `JOINERY_SECRET_KEY` (base64 of 32 bytes), else the
 * first line of `<dataDir>/secret.key`, which is made when the first secret is kept and which its owner alone may read. Further lines, and
 * `JOINERY_SECRET_KEY_FORMER` (separated by commas), are keys that still open what they sealed. Nothing is held in memory between two uses, so
 * a rotation by another process is seen at once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JoineryError } from '../errors.ts';

const KEY_BYTES = 32;
const ID_LENGTH = 12;

export interface SecretKey {
  /** Says which key it is without saying anything of it; stands with everything that it seals. */
  readonly id: string;
  readonly bytes: Buffer;
}

export interface KeyRing {
  /** The key that seals; made if there is none yet. Throws `secret_unavailable` if it cannot be read. */
  current(): Promise<SecretKey>;
  /** The key that sealed something; undefined if it is not there. */
  byId(id: string): Promise<SecretKey | undefined>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export const keyFile = (dataDir: string): string => join(dataDir, 'secret.key');

export function openKeyRing(dataDir: string, env: Environment = process.env): KeyRing {
  return {
    async current() {
      const given = env.JOINERY_SECRET_KEY;
      if (given !== undefined && given !== '') return readKey(given, 'JOINERY_SECRET_KEY');
      const [kept] = await keysOfFile(dataDir);
      return kept ?? makeKeyFile(dataDir);
    },
    async byId(id) {
      const named = ['JOINERY_SECRET_KEY', 'JOINERY_SECRET_KEY_FORMER'].flatMap((name) =>
        (env[name] ?? '').split(',').flatMap((text) => (text.trim() === '' ? [] : [readKey(text, name)])),
      );
      return named.find((key) => key.id === id) ?? (await keysOfFile(dataDir)).find((key) => key.id === id);
    },
  };
}

/** Whether the key is the environment's affair: then a rotation makes no new one. */
export const isKeyFromEnvironment = (env: Environment = process.env): boolean =>
  env.JOINERY_SECRET_KEY !== undefined && env.JOINERY_SECRET_KEY !== '';

export const newKey = (): SecretKey => keyOf(randomBytes(KEY_BYTES));

export const keyText = (key: SecretKey): string => key.bytes.toString('base64');

/** The keys of the file, the current one first; none if there is no file. */
export async function keysOfFile(dataDir: string): Promise<SecretKey[]> {
  const path = keyFile(dataDir);
  let text: string;
  try {
    await chmod(path, 0o600);
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw new JoineryError('secret_unavailable', `The key file ${path} cannot be read.`, {
      hint: 'Only the owner of the data folder may read it: is Joinery run by another account?',
      cause,
    });
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw notAKey(path);
  return lines.map((line) => readKey(line, path));
}

async function makeKeyFile(dataDir: string): Promise<SecretKey> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = newKey();
  try {
    await writeFile(keyFile(dataDir), `${keyText(key)}\n`, { flag: 'wx', mode: 0o600, flush: true });
    return key;
  } catch (cause) {
    // Another process made it first.
    const [kept] =
      cause instanceof Error && 'code' in cause && cause.code === 'EEXIST' ? await keysOfFile(dataDir) : [];
    if (kept !== undefined) return kept;
    throw new JoineryError('secret_unavailable', `The key file ${keyFile(dataDir)} cannot be written.`, {
      hint: 'Is the data folder writable? Or give the key in JOINERY_SECRET_KEY.',
      cause,
    });
  }
}

function readKey(text: string, where: string): SecretKey {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length !== KEY_BYTES || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(trimmed)) throw notAKey(where);
  return keyOf(bytes);
}

const keyOf = (bytes: Buffer): SecretKey => ({
  id: createHash('sha256').update('joinery secret key').update(bytes).digest('hex').slice(0, ID_LENGTH),
  bytes,
});

const notAKey = (where: string): JoineryError =>
  new JoineryError('secret_unavailable', `${where} does not hold a key.`, {
    hint: 'A key is 32 random bytes in base64, such as `openssl rand -base64 32` gives.',
  });

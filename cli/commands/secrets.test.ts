import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionPolicySchema } from '../../lib/contract/connection.ts';
import { openHistory } from '../../server/history/index.ts';
import { keyFile, openKeyRing } from '../../server/secrets/key-ring.ts';
import { sealSecret } from '../../server/secrets/seal.ts';

const run = promisify(execFile);
const command = join(import.meta.dirname, '../joinery.mjs');
let folder: string;
let dataDir: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joinery-cli-secrets-'));
  dataDir = join(folder, 'data');
  await writeFile(join(folder, 'config.yaml'), 'connections: {}\n');
  const history = await openHistory({ dataDir });
  const password = sealSecret(
    'canary-rotated',
    { connection: 'shop', option: 'password' },
    await openKeyRing(dataDir, {}).current(),
  );
  const options = { host: '127.0.0.1', port: 1, database: 'd', user: 'u', password };
  await history.connections.insert({
    id: 'shop',
    driver: 'postgres',
    options,
    policy: connectionPolicySchema.parse({}),
  });
  await history.close();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const joinery = (...args: string[]) =>
  run(process.execPath, [command, ...args, '--config', join(folder, 'config.yaml')]).catch(
    (thrown: { stdout: string; stderr: string; code: number }) => thrown,
  );

it('joinery secrets rotate seals with a new key, and commands go on with it', async () => {
  const before = await readFile(keyFile(dataDir), 'utf8');
  const { stdout } = await joinery('secrets', 'rotate');
  expect(stdout).toMatch(/^Sealed with the key [0-9a-f]{12}: shop\n$/);
  expect(await readFile(keyFile(dataDir), 'utf8')).not.toContain(before.trim());
  // The connection added in the browser is there for commands; its secret opens, and its server does not answer.
  const tried = await joinery('connections', 'test', 'shop');
  expect(`${tried.stdout}${tried.stderr}`).toMatch(/shop: failed/);
  expect(`${tried.stdout}${tried.stderr}`).not.toMatch(/secret_unavailable|canary/);
});

it('says which secrets cannot be opened, and ends with 1', async () => {
  await rm(keyFile(dataDir));
  const outcome = await joinery('secrets', 'rotate');
  expect(outcome).toMatchObject({ code: 1, stdout: expect.stringContaining('shop: left as it is') });
  expect(outcome.stderr).toContain('is missing');
});

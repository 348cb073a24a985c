/**
 * A new key for all kept secrets. With `JOINERY_SECRET_KEY` the environment says which (the one of before stands in
 * `JOINERY_SECRET_KEY_FORMER`); else a new one is made in the key file. The old key leaves the file only when nothing is sealed with it any
 * more, so that a rotation which was cut short is simply run again. A server may go on meanwhile.
 */
import { writeFileAtomic } from '../catalog/atomic-file.ts';
import { type JoineryError, toJoineryError } from '../errors.ts';
import type { ConnectionRecords, KeptConnection } from '../history/index.ts';
import {
  isKeyFromEnvironment,
  keyFile,
  keysOfFile,
  keyText,
  newKey,
  openKeyRing,
  type SecretKey,
} from '../secrets/key-ring.ts';
import { sealingKeyId } from '../secrets/seal.ts';
import { sealAnew, sealedIn } from './sealed-options.ts';

export interface Rotation {
  readonly keyId: string;
  /** Connections whose secrets are sealed anew. */
  readonly rotated: readonly string[];
  /** Those that could not be opened; they stay as they are. */
  readonly failed: readonly { readonly connection: string; readonly error: JoineryError }[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const ATTEMPTS = 3;

export async function rotateSecrets(records: ConnectionRecords, dataDir: string, env: Environment): Promise<Rotation> {
  const isOfFile = !isKeyFromEnvironment(env);
  if (isOfFile) await writeKeys(dataDir, [newKey(), ...(await keysOfFile(dataDir))]);
  const keys = openKeyRing(dataDir, env);
  const rotated: string[] = [];
  const failed: { connection: string; error: JoineryError }[] = [];
  for (const { id } of await records.list()) {
    try {
      if (await rotateOne(id, records, keys)) rotated.push(id);
    } catch (thrown) {
      failed.push({ connection: id, error: toJoineryError(thrown) });
    }
  }
  const current = await keys.current();
  if (isOfFile) {
    const used = new Set((await records.list()).flatMap(keyIdsOf));
    await writeKeys(
      dataDir,
      (await keysOfFile(dataDir)).filter((key) => key.id === current.id || used.has(key.id)),
    );
  }
  return { keyId: current.id, rotated, failed };
}

/** Whoever saves at the same moment wins; then it is tried again with what was saved. */
async function rotateOne(
  id: string,
  records: ConnectionRecords,
  keys: ReturnType<typeof openKeyRing>,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const kept = (await records.list()).find((one) => one.id === id);
    if (kept === undefined) return false;
    const options = await sealAnew(kept.options, id, keys);
    if (options === undefined) return false;
    try {
      await records.update({ ...kept, options });
      return true;
    } catch (thrown) {
      if (attempt === ATTEMPTS || toJoineryError(thrown).code !== 'conflict') throw thrown;
    }
  }
}

const keyIdsOf = ({ options }: KeptConnection): string[] => sealedIn(options).map(({ sealed }) => sealingKeyId(sealed));

const writeKeys = (dataDir: string, keys: readonly SecretKey[]): Promise<void> =>
  writeFileAtomic(keyFile(dataDir), `${keys.map(keyText).join('\n')}\n`);

/**
 * Secrets at rest: AES-256-GCM with a fresh nonce each. The connection and the option are authenticated with the text, so that a sealed value
 * which is moved to another place no longer opens.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { JoineryError } from '../errors.ts';
import type { KeyRing, SecretKey } from './key-ring.ts';

/** A secret as it is kept: `v1.<key id>.<nonce>.<text>.<tag>`, the last three in base64url. */
export interface SealedSecret {
  readonly $sealed: string;
}

/** Where a secret belongs. */
export interface SecretPlace {
  readonly connection: string;
  readonly option: string;
}

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function isSealed(value: unknown): value is SealedSecret {
  return typeof value === 'object' && value !== null && '$sealed' in value && typeof value.$sealed === 'string';
}

export const sealingKeyId = (sealed: SealedSecret): string => sealed.$sealed.split('.')[1] ?? '';

export function sealSecret(value: unknown, place: SecretPlace, key: SecretKey): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(place));
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  const parts = [nonce, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return { $sealed: [VERSION, key.id, ...parts].join('.') };
}

/** The secret itself. Throws `secret_unavailable` if its key is missing or it was changed; neither says anything of the secret. */
export async function openSecret(sealed: SealedSecret, place: SecretPlace, keys: KeyRing): Promise<unknown> {
  const [version, keyId = '', nonce = '', text = '', tag = ''] = sealed.$sealed.split('.');
  if (version !== VERSION) throw cannotBeOpened(place, 'it is kept in a form that this version does not know');
  const key = await keys.byId(keyId);
  if (key === undefined) throw cannotBeOpened(place, `the key ${keyId} that sealed it is missing`);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundTo(place));
    decipher.setAuthTag(Buffer.from(tag, 'base64url'));
    const opened = Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]);
    return JSON.parse(opened.toString('utf8'));
  } catch (cause) {
    throw cannotBeOpened(place, 'it was changed or moved since it was kept', cause);
  }
}

/** Length first: no two places give the same bytes. */
const boundTo = ({ connection, option }: SecretPlace): Buffer =>
  Buffer.from(`joinery ${VERSION} ${connection.length}:${connection}${option.length}:${option}`);

function cannotBeOpened({ connection, option }: SecretPlace, why: string, cause?: unknown): JoineryError {
  return new JoineryError('secret_unavailable', `The kept ${option} of ${connection} cannot be opened: ${why}.`, {
    connection,
    option,
    hint: 'Enter it anew on the Connections screen, or restore the key: JOINERY_SECRET_KEY, or secret.key in the data folder.',
    cause,
  });
}

/** The secrets among the options of one connection: sealed for keeping, opened for use. References are kept as they are written. */
import { JoineryError } from '../errors.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import { optionAt, withOption } from '../secrets/option-paths.ts';
import { isReference, literalText } from '../secrets/references.ts';
import { isSealed, openSecret, type SealedSecret, sealingKeyId, sealSecret } from '../secrets/seal.ts';

type Options = Readonly<Record<string, unknown>>;

interface Place {
  readonly connection: string;
  readonly secretOptions: readonly string[];
}

/** `given` with its secrets sealed; those it leaves out are taken from `kept`, and empty ones are removed. */
export async function sealOptions(given: Options, kept: Options, place: Place, keys: KeyRing): Promise<Options> {
  let sealed = given;
  for (const option of place.secretOptions) {
    const value = optionAt(given, option);
    // What a form was shown of a kept secret may come back as it was: it is no secret itself.
    if (value === undefined || isKeptMark(value)) sealed = withOption(sealed, option, optionAt(kept, option));
    else if (value === '' || value === null) sealed = withOption(sealed, option, undefined);
    else if (isSealed(value))
      throw new JoineryError('config_invalid', `${option} has a form that is not allowed.`, { option });
    else if (typeof value !== 'string' || !isReference(value)) {
      const secret = sealSecret(value, { connection: place.connection, option }, await keys.current());
      sealed = withOption(sealed, option, secret);
    }
  }
  return sealed;
}

/**
 * `options` with each sealed secret opened, as texts in which references may be resolved: a secret that looks like one comes out of that
 * unchanged. Throws `secret_unavailable` with the option it concerns.
 */
export async function openOptions(options: Options, place: Place, keys: KeyRing): Promise<Options> {
  let opened = options;
  for (const option of place.secretOptions) {
    const value = optionAt(options, option);
    if (!isSealed(value)) continue;
    const secret = await openSecret(value, { connection: place.connection, option }, keys);
    opened = withOption(opened, option, literally(secret));
  }
  return opened;
}

/** The same options with all secrets sealed by `keys.current()`, whatever their driver; undefined if they are already. */
export async function sealAnew(options: Options, connection: string, keys: KeyRing): Promise<Options | undefined> {
  const current = await keys.current();
  let anew: Options | undefined;
  for (const { option, sealed } of sealedIn(options)) {
    if (sealingKeyId(sealed) === current.id) continue;
    const place = { connection, option };
    anew = withOption(anew ?? options, option, sealSecret(await openSecret(sealed, place, keys), place, current));
  }
  return anew;
}

/** The sealed values among options, with the path of each. */
export function sealedIn(options: Options, prefix = ''): { readonly option: string; readonly sealed: SealedSecret }[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const option = prefix === '' ? name : `${prefix}.${name}`;
    if (isSealed(value)) return [{ option, sealed: value }];
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? sealedIn({ ...value }, option) : [];
  });
}

const isKeptMark = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'isKept' in value && value.isKept === true;

function literally(value: unknown): unknown {
  if (typeof value === 'string') return literalText(value);
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literally(item)]));
}

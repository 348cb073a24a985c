/** A kept connection made ready for use: secrets opened, references resolved, options judged by the driver. A mistake becomes its `error`. */
import type { ConnectionConfig } from '../config/config.ts';
import { resolveOptions } from '../config/resolve-options.ts';
import type { Driver } from '../connectors/connector.ts';
import { JoineryError, toJoineryError } from '../errors.ts';
import type { KeptConnection } from '../history/index.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { ReferenceContext } from '../secrets/references.ts';
import { openOptions } from './sealed-options.ts';

export interface ResolveSurroundings {
  readonly drivers: Readonly<Record<string, Driver>>;
  readonly references: ReferenceContext;
  readonly keys: KeyRing;
}

export async function resolveConnection(
  kept: KeptConnection,
  origin: { readonly color: number; readonly mark: string },
  around: ResolveSurroundings,
): Promise<ConnectionConfig> {
  const { id, driver: name, policy } = kept;
  const base = { id, driver: name, ...origin, policy };
  try {
    const driver = driverOf(name, id, around.drivers);
    return { ...base, options: await resolveKept(kept.options, driver, id, around) };
  } catch (thrown) {
    return { ...base, error: toJoineryError(thrown) };
  }
}

export function driverOf(name: string, connection: string, drivers: Readonly<Record<string, Driver>>): Driver {
  const driver = Object.hasOwn(drivers, name) ? drivers[name] : undefined;
  if (driver !== undefined) return driver;
  throw new JoineryError('config_invalid', `There is no driver "${name}".`, {
    connection,
    option: 'driver',
    hint: `Drivers are ${Object.keys(drivers).join(', ')}.`,
  });
}

/** Options as the driver takes them. Throws `config_invalid` or `secret_unavailable` with the option that is wrong. */
export async function resolveKept(
  options: Readonly<Record<string, unknown>>,
  driver: Driver,
  connection: string,
  { references, keys }: ResolveSurroundings,
): Promise<unknown> {
  const opened = await openOptions(options, { connection, secretOptions: driver.secretOptions }, keys);
  const outcome = await resolveOptions(opened, driver, references);
  if ('options' in outcome) return outcome.options;
  if ('error' in outcome) {
    const { code, message, hint, cause } = outcome.error;
    throw new JoineryError(code, message, { connection, option: outcome.path.map(String).join('.'), hint, cause });
  }
  const [first, ...others] = outcome.problems;
  const more = others.length === 0 ? '' : ` Also: ${others.map(({ message }) => message).join('; ')}.`;
  throw new JoineryError('config_invalid', `${capitalised(first?.message ?? 'The options are refused')}.${more}`, {
    connection,
    option: String(first?.path[0] ?? ''),
    hint: first?.hint,
  });
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

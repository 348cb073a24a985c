/** One entry under `connections:`. A mistake in it becomes its own `error`; the others are not touched. */
import { isMap, isScalar } from 'yaml';
import { z } from 'zod';
import { type ConnectionPolicy, connectionPolicySchema } from '../../lib/contract/connection.ts';
import { emailSchema } from '../../lib/contract/person.ts';
import type { Driver } from '../connectors/connector.ts';
import { JoineryError } from '../errors.ts';
import type { ReferenceContext } from '../secrets/references.ts';
import { shownOptions } from '../secrets/shown-options.ts';
import { connectionIdProblem } from './connection-id.ts';
import { didYouMean } from './nearest-names.ts';
import { ORIGIN_COLORS } from './origins.ts';
import { resolveOptions } from './resolve-options.ts';
import { describeValue, type YamlSource } from './yaml-source.ts';

/** Keys of a connection that are ours; all others are options of its driver. */
export const connectionKeys = ['driver', 'color', 'mark', 'policy', 'access'] as const;

const accessSchema = z.array(z.union([z.enum(['analyst', 'viewer']), emailSchema])).max(1_000);

export interface ConnectionEntry {
  readonly id: string;
  readonly driver: string;
  readonly color?: number;
  readonly mark?: string;
  readonly options?: unknown;
  readonly written?: Readonly<Record<string, unknown>>;
  readonly policy?: ConnectionPolicy;
  readonly access?: readonly string[];
  readonly error?: JoineryError;
  readonly warnings: readonly string[];
}

interface Surroundings {
  readonly source: YamlSource;
  readonly drivers: Readonly<Record<string, Driver>>;
  readonly references: ReferenceContext;
  /** Entries above this one. */
  readonly earlier: readonly ConnectionEntry[];
}

export async function readConnection(
  entry: { readonly key: string; readonly keyNode: unknown; readonly value: unknown },
  surroundings: Surroundings,
): Promise<ConnectionEntry> {
  const { source, drivers, references, earlier } = surroundings;
  const id = entry.key;
  const warnings: string[] = [];
  let known: Omit<ConnectionEntry, 'id' | 'options' | 'error' | 'warnings'> = { driver: '' };
  const fail = (error: JoineryError): ConnectionEntry => ({ id, ...known, error, warnings });
  const mistake = (node: unknown, problem: string, hint?: string): ConnectionEntry =>
    fail(source.mistake(node, problem, { connection: id, hint }));

  const map = source.resolve(entry.value);
  const raw: unknown = map?.toJS(source.document);
  if (!isMap(map) || typeof raw !== 'object' || raw === null) {
    const found = isScalar(map) ? describeValue(map.value) : describeValue(raw);
    return mistake(
      entry.value ?? entry.keyNode,
      `${id}: found ${found}, expected a map with driver and its options`,
      'Such as { driver: sqlite, path: ./crm.sqlite }.',
    );
  }
  const { driver: driverName, color, mark, policy, access, ...options } = raw as Record<string, unknown>;
  if (typeof driverName === 'string') known = { driver: driverName };
  const at = (key: string): unknown => source.locate(map, [key]);

  const problem = connectionIdProblem(id);
  if (problem !== undefined) return mistake(entry.keyNode, problem.message, problem.hint);
  const twin = earlier.find((other) => other.id.toLowerCase() === id.toLowerCase());
  if (twin !== undefined)
    return mistake(
      entry.keyNode,
      `found ${id} although there is ${twin.id}: names that differ only in case are one name in SQL`,
      'Give one of the two another name.',
    );

  if (color !== undefined) {
    if (typeof color !== 'number' || !Number.isInteger(color) || color < 1 || color > ORIGIN_COLORS) {
      return mistake(
        at('color'),
        `${id}.color: found ${describeValue(color)}, expected a whole number from 1 to ${ORIGIN_COLORS}`,
      );
    }
    known = { ...known, color };
  }
  if (mark !== undefined) {
    if (typeof mark !== 'string' || !/^[A-Za-z0-9]{2}$/.test(mark)) {
      return mistake(at('mark'), `${id}.mark: found ${describeValue(mark)}, expected two letters or digits`);
    }
    const owner = earlier.find((other) => other.mark?.toUpperCase() === mark.toUpperCase());
    if (owner !== undefined)
      return mistake(
        at('mark'),
        `${id}.mark: ${describeValue(mark)} is the mark of ${owner.id}, expected one of its own`,
      );
    known = { ...known, mark };
  }

  const names = Object.keys(drivers);
  if (driverName === undefined || driverName === null) {
    return mistake(entry.keyNode, `${id}: driver is missing, expected one of ${names.join(', ')}`);
  }
  const driver = typeof driverName === 'string' && Object.hasOwn(drivers, driverName) ? drivers[driverName] : undefined;
  if (driver === undefined) {
    const hint = typeof driverName === 'string' ? didYouMean(driverName, names) : undefined;
    return mistake(
      at('driver'),
      `${id}.driver: found ${describeValue(driverName)}, expected one of ${names.join(', ')}`,
      hint,
    );
  }

  known = { ...known, written: shownOptions(options, driver.secretOptions) };

  if (policy !== undefined && policy !== null) {
    const parsed = connectionPolicySchema.strict().safeParse(policy);
    const [issue] = parsed.error?.issues ?? [];
    if (!parsed.success) {
      const path = issue?.path ?? [];
      const message = issue?.code === 'unrecognized_keys' ? `unknown key "${issue.keys[0]}"` : issue?.message;
      return mistake(
        source.locate(map, ['policy', ...path]),
        `${[id, 'policy', ...path.map(String)].join('.')}: ${message}`,
        `A policy has ${Object.keys(connectionPolicySchema.shape).join(', ')}.`,
      );
    }
    known = { ...known, policy: parsed.data };
  }

  if (access !== undefined && access !== null) {
    const parsed = accessSchema.safeParse(access);
    if (!parsed.success) {
      const path = parsed.error.issues[0]?.path ?? [];
      return mistake(
        source.locate(map, ['access', ...path]),
        `${[id, 'access', ...path.map(String)].join('.')}: expected analyst, viewer or an e-mail address`,
        'Such as [analyst, ada@example.org]. Admins may use every connection.',
      );
    }
    known = { ...known, access: parsed.data };
  }

  const outcome = await resolveOptions(options, driver, references);
  if ('error' in outcome) {
    const node = source.locate(map, outcome.path);
    const { code, message, hint } = outcome.error;
    return fail(
      new JoineryError(code, `${source.where(node)}${id}.${outcome.path.map(String).join('.')}: ${message}`, {
        hint,
        connection: id,
        position: source.position(node),
        cause: outcome.error.cause,
      }),
    );
  }
  if ('problems' in outcome) {
    const placed = outcome.problems
      .map((one) => ({ ...one, node: one.path.length === 0 ? entry.keyNode : placeOf(one.path, one.prefer) }))
      .sort((a, b) => source.position(a.node).offset - source.position(b.node).offset);
    const [first, ...others] = placed;
    if (first !== undefined) {
      const more =
        others.length === 0 ? '' : ` (and ${others.length} more: ${others.map(({ message }) => message).join('; ')})`;
      return mistake(first.node, `${id}: ${first.message}${more}`, first.hint);
    }
    throw new JoineryError('internal', `The options of ${id} were refused without a reason.`);
  }
  for (const name of outcome.literalSecrets) {
    const where = source.where(source.locate(map, name.split('.')));
    warnings.push(
      `${where}the ${name} of ${id} stands in the file itself. Refer to it instead, such as ${name}: env:${id.toUpperCase()}_${name.split('.').join('_').toUpperCase()}.`,
    );
  }
  return { id, ...known, options: outcome.options, warnings };

  /** A missing key is shown at the name of what lacks it. */
  function placeOf(path: readonly PropertyKey[], prefer: 'key' | 'value'): unknown {
    const node = source.locate(map, path, prefer);
    return node === map ? entry.keyNode : node;
  }
}

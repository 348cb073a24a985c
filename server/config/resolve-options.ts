/** The options of one connection: references put in, secrets remembered, then judged by the driver's own schema. */
import type { Driver } from '../connectors/connector.ts';
import { JoineryError } from '../errors.ts';
import { rememberOptionSecrets, rememberSecret } from '../secrets/known-secrets.ts';
import { type ReferenceContext, type ResolvedText, resolveReferences } from '../secrets/references.ts';
import { issueProblem, knownKeys, type OptionProblem, unknownKeyProblem } from './option-issues.ts';
import { describeValue } from './yaml-source.ts';

type Path = readonly PropertyKey[];

export type OptionsOutcome =
  | { readonly options: unknown; readonly literalSecrets: readonly string[] }
  | { readonly problems: readonly OptionProblem[] }
  | { readonly path: Path; readonly error: JoineryError };

/** References anywhere in `raw` are resolved; `raw` itself is left as it is. */
export async function resolveOptions(
  raw: Readonly<Record<string, unknown>>,
  driver: Driver,
  context: ReferenceContext,
): Promise<OptionsOutcome> {
  const byReference = new Map<string, ResolvedText>();
  let failed: { path: Path; error: JoineryError } | undefined;
  const resolveAt = async (value: unknown, path: Path): Promise<unknown> => {
    if (typeof value === 'string') {
      try {
        const resolved = await resolveReferences(value, context);
        if (resolved.parts.length > 0) byReference.set(pathKey(path), resolved);
        remember(resolved);
        return resolved.value;
      } catch (thrown) {
        if (!(thrown instanceof JoineryError)) throw thrown;
        failed ??= { path, error: thrown };
        return value;
      }
    }
    if (Array.isArray(value)) return Promise.all(value.map((item, index) => resolveAt(item, [...path, index])));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(async ([key, item]) => [key, await resolveAt(item, [...path, key])]);
    return Object.fromEntries(await Promise.all(entries));
  };
  const value = await resolveAt(raw, []);
  rememberOptionSecrets(value, driver.secretOptions);
  if (failed !== undefined) return failed;
  const literalSecrets = driver.secretOptions.filter((name) => {
    const given = valueAt(raw, name.split('.'));
    return given !== undefined && given !== null && given !== '' && !byReference.has(pathKey(name.split('.')));
  });
  const outcome = await validate(value, driver, byReference);
  return 'problems' in outcome ? outcome : { options: outcome.options, literalSecrets };
}

/** A value that came by reference is text; where the schema wants a number or true/false it is read as one. */
async function validate(
  value: unknown,
  driver: Driver,
  byReference: ReadonlyMap<string, ResolvedText>,
): Promise<{ options: unknown } | { problems: readonly OptionProblem[] }> {
  const known = knownKeys(driver.optionsSchema);
  const unknown = known === undefined ? [] : Object.keys(value as object).filter((key) => !known.includes(key));
  const problems = unknown.map((key) => unknownKeyProblem([], key, known ?? []));
  let parsed = await driver.optionsSchema.safeParseAsync(value);
  if (!parsed.success) {
    let hasConverted = false;
    for (const issue of parsed.error.issues) {
      if (!byReference.has(pathKey(issue.path))) continue;
      if (issue.code === 'invalid_type') hasConverted = convertAt(value, issue.path, issue.expected) || hasConverted;
      if (issue.code === 'invalid_union') hasConverted = convertAt(value, issue.path, 'boolean') || hasConverted;
    }
    if (hasConverted) parsed = await driver.optionsSchema.safeParseAsync(value);
  }
  if (parsed.success) return problems.length > 0 ? { problems } : { options: parsed.data };
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      const isReported = (key: string): boolean => issue.path.length === 0 && unknown.includes(key);
      for (const key of issue.keys) if (!isReported(key)) problems.push(unknownKeyProblem(issue.path, key, []));
      continue;
    }
    const shown = (path: Path, found: unknown): string => {
      const reference = byReference.get(pathKey(path));
      if (reference !== undefined) return `the value of ${reference.parts.map((part) => part.reference).join(' and ')}`;
      return isSecret(driver, path) ? 'a value (not shown)' : describeValue(found);
    };
    problems.push(issueProblem(issue, valueAt(value, issue.path), shown));
  }
  return { problems };
}

function convertAt(root: unknown, path: Path, expected: string): boolean {
  const last = path.at(-1);
  const parent = valueAt(root, path.slice(0, -1));
  if (last === undefined || typeof parent !== 'object' || parent === null) return false;
  const text = Reflect.get(parent, last);
  if (typeof text !== 'string') return false;
  if (expected === 'boolean' && /^(true|false)$/i.test(text)) {
    return Reflect.set(parent, last, text.toLowerCase() === 'true');
  }
  if ((expected === 'number' || expected === 'int') && /^-?\d+(\.\d+)?$/.test(text)) {
    return Reflect.set(parent, last, Number(text));
  }
  return false;
}

function isSecret(driver: Driver, path: Path): boolean {
  const name = path.map(String).join('.');
  return driver.secretOptions.some((secret) => name === secret || name.startsWith(`${secret}.`));
}

const soundsSecret = /pass|pwd|secret|token|key|credential|auth/i;

/** Of what references put in, whatever sounds like a secret or comes from where secrets are; the driver's secret options are remembered as a whole. */
function remember(resolved: ResolvedText): void {
  for (const { reference, value } of resolved.parts) {
    if (soundsSecret.test(reference) || /^(file|gcp-secret-manager):/.test(reference)) rememberSecret(value);
  }
}

function valueAt(root: unknown, path: Path): unknown {
  let found = root;
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, step);
  }
  return found;
}

const pathKey = (path: Path): string => JSON.stringify(path.map(String));

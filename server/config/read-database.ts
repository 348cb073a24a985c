/** The `database` part of config.yaml: a PostgreSQL for Joinery's own tables, so that several web servers can share them. */
import { isMap, isScalar } from 'yaml';
import { JoineryError } from '../errors.ts';
import { rememberOptionSecrets } from '../secrets/known-secrets.ts';
import { type ReferenceContext, resolveReferences } from '../secrets/references.ts';
import type { Config } from './config.ts';
import { didYouMean } from './nearest-names.ts';
import type { YamlSource } from './yaml-source.ts';

export const databaseKeys = ['url', 'connections'] as const;
const FORM = 'expected a reference to a URL such as postgres://joinery:PASSWORD@db.example.com/joinery';
/** Changes that wait for each other hold one while they ask by another. */
const LEAST_CONNECTIONS = 4;
const MOST_CONNECTIONS = 100;

/** Throws `config_invalid` at a mistake, `secret_unavailable` for a reference that gives nothing: there is nothing to fall back to. */
export async function readDatabase(
  node: unknown,
  source: YamlSource,
  references: ReferenceContext,
): Promise<Pick<Config, 'database'>> {
  const map = source.resolve(node);
  if (map === undefined || (isScalar(map) && map.value === null)) return {};
  if (!isMap(map)) throw source.mistake(node, 'database: expected a map such as { url: env:JOINERY_DATABASE_URL }');
  let url: string | undefined;
  let connections = 10;
  for (const { key, keyNode, value } of source.entries(map)) {
    const scalar = source.resolve(value);
    const given = isScalar(scalar) ? scalar.value : undefined;
    if (key === 'connections') {
      if (
        typeof given !== 'number' ||
        !Number.isInteger(given) ||
        given < LEAST_CONNECTIONS ||
        given > MOST_CONNECTIONS
      )
        throw source.mistake(
          value ?? keyNode,
          `database.connections: expected a whole number of ${LEAST_CONNECTIONS} to ${MOST_CONNECTIONS}`,
        );
      connections = given;
    } else if (key === 'url') {
      if (typeof given !== 'string') throw source.mistake(value ?? keyNode, `database.url: ${FORM}`);
      url = await readUrl(given, scalar, source, references);
    } else
      throw source.mistake(keyNode, `database: unknown key "${key}", expected one of ${databaseKeys.join(', ')}`, {
        hint: didYouMean(key, databaseKeys),
      });
  }
  if (url === undefined) throw source.mistake(map, 'database: url is missing');
  return { database: { url, connections } };
}

async function readUrl(
  given: string,
  node: unknown,
  source: YamlSource,
  references: ReferenceContext,
): Promise<string> {
  const { value } = await resolveReferences(given, references).catch((thrown: unknown) => {
    if (!(thrown instanceof JoineryError)) throw thrown;
    const { code, hint, message, cause } = thrown;
    const position = source.position(node);
    throw new JoineryError(code, `${source.where(node)}database.url: ${message}`, { hint, position, cause });
  });
  rememberOptionSecrets({ url: value }, ['url']);
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isRight = url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
  // What was found is not shown: it may be a password that stands in the wrong place.
  if (!isRight) throw source.mistake(node, `database.url: ${FORM}`);
  return value;
}

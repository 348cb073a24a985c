/** Reads config.yaml. The only reader: everything else gets the `Config` that comes out of here. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse as parseDotenv } from 'dotenv';
import { isMap, isScalar, type YAMLMap } from 'yaml';
import type { Driver } from '../connectors/connector.ts';
import { drivers as allDrivers } from '../connectors/registry.ts';
import { JoineryError } from '../errors.ts';
import { type ReferenceContext, resolveReferences } from '../secrets/references.ts';
import type { Config, ConnectionConfig } from './config.ts';
import { readLimits } from './limits.ts';
import { didYouMean } from './nearest-names.ts';
import { assignOrigins } from './origins.ts';
import { readAssistant } from './read-assistant.ts';
import { readAuth } from './read-auth.ts';
import { type ConnectionEntry, readConnection } from './read-connection.ts';
import { readDatabase } from './read-database.ts';
import { describeValue, readYaml, type YamlSource } from './yaml-source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export const topLevelKeys = ['connections', 'limits', 'log', 'dataDir', 'assistant', 'auth', 'database'] as const;
export const logFormats = ['json', 'text'] as const;
export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

/**
 * Throws `config_invalid` (with the position in the file) if the file is missing, is not YAML, or is wrong outside of `connections`. A mistake
 * in one connection becomes that connection's `error`. `.env` beside the file is read; `env` (the process's own by default) goes before
 * it and is never written.
 */
export async function loadConfig(
  path: string,
  env: Environment = process.env,
  drivers: Readonly<Record<string, Driver>> = allDrivers,
): Promise<Config> {
  const absolute = resolve(path);
  const baseDir = dirname(absolute);
  const source = readYaml(absolute, await readConfigFile(absolute));
  const warnings: string[] = [];
  const references: ReferenceContext = { env: { ...(await readDotenv(baseDir, warnings)), ...env }, baseDir };
  const top = topLevel(source);
  const connections = await readConnections(top.connections, { source, drivers, references }, warnings);
  if (connections.length === 0) warnings.push(`${absolute} names no connections yet.`);
  return {
    path: absolute,
    baseDir,
    dataDir: await readDataDir(top.dataDir, source, references),
    connections,
    limits: readLimits(top.limits, source),
    ...(await readAssistant(top.assistant, source, references)),
    ...(await readAuth(top.auth, source, references)),
    ...(await readDatabase(top.database, source, references)),
    references,
    ...readLog(top.log, source),
    warnings,
  };
}

async function readConfigFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new JoineryError('config_invalid', `${path} ${isMissing ? 'does not exist' : 'cannot be read'}.`, {
      hint: 'Name another file with --config, or begin with a copy of config.example.yaml.',
      cause,
    });
  }
}

async function readDotenv(baseDir: string, warnings: string[]): Promise<Record<string, string>> {
  const path = join(baseDir, '.env');
  try {
    return parseDotenv(await readFile(path));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (!isMissing) warnings.push(`${path} cannot be read, so its variables are not set.`);
    return {};
  }
}

type TopLevel = Partial<Record<(typeof topLevelKeys)[number], unknown>>;

function topLevel(source: YamlSource): TopLevel {
  const map = asMap(source.document.contents, source, 'the file', 'a map with connections');
  const top: TopLevel = {};
  for (const { key, keyNode, value } of map === undefined ? [] : source.entries(map)) {
    const known = topLevelKeys.find((name) => name === key);
    if (known === undefined) {
      throw source.mistake(keyNode, `unknown key "${key}", expected one of ${topLevelKeys.join(', ')}`, {
        hint: didYouMean(key, topLevelKeys),
      });
    }
    top[known] = value;
  }
  return top;
}

/** Undefined for nothing at all; throws if there is something else than a map. */
function asMap(node: unknown, source: YamlSource, name: string, expected: string): YAMLMap | undefined {
  const map = source.resolve(node);
  if (map === undefined || (isScalar(map) && map.value === null)) return undefined;
  if (isMap(map)) return map;
  const found = isScalar(map) ? describeValue(map.value) : 'a list';
  throw source.mistake(map, `${name}: found ${found}, expected ${expected}`);
}

async function readConnections(
  node: unknown,
  surroundings: { source: YamlSource; drivers: Readonly<Record<string, Driver>>; references: ReferenceContext },
  warnings: string[],
): Promise<ConnectionConfig[]> {
  const { source } = surroundings;
  const map = asMap(node, source, 'connections', 'a map of names, each with a driver and its options');
  const entries: ConnectionEntry[] = [];
  for (const entry of map === undefined ? [] : source.entries(map)) {
    entries.push(await readConnection(entry, { ...surroundings, earlier: entries }));
  }
  const origins = assignOrigins(entries);
  return entries.map(({ warnings: own, color: _color, mark: _mark, ...entry }, index) => {
    warnings.push(...own);
    return { ...entry, ...(origins[index] ?? { color: 1, mark: 'ZZ' }) };
  });
}

async function readDataDir(node: unknown, source: YamlSource, references: ReferenceContext): Promise<string> {
  const scalar = source.resolve(node);
  if (scalar === undefined || (isScalar(scalar) && scalar.value === null)) return join(references.baseDir, 'data');
  if (!isScalar(scalar) || typeof scalar.value !== 'string' || scalar.value === '') {
    throw source.mistake(scalar, 'dataDir: expected the path of a folder');
  }
  try {
    return resolve(references.baseDir, (await resolveReferences(scalar.value, references)).value);
  } catch (thrown) {
    if (!(thrown instanceof JoineryError)) throw thrown;
    const message = `${source.where(scalar)}dataDir: ${thrown.message}`;
    throw new JoineryError(thrown.code, message, {
      hint: thrown.hint,
      position: source.position(scalar),
      cause: thrown.cause,
    });
  }
}

function readLog(node: unknown, source: YamlSource): Pick<Config, 'logLevel' | 'logFormat'> {
  const map = asMap(node, source, 'log', 'a map such as { level: info }');
  let level: Config['logLevel'] = 'info';
  let format: Config['logFormat'];
  for (const { key, keyNode, value } of map === undefined ? [] : source.entries(map)) {
    if (key !== 'level' && key !== 'format')
      throw source.mistake(keyNode, `log: unknown key "${key}", expected level or format`);
    const scalar = source.resolve(value);
    const choose = <Choice extends string>(choices: readonly Choice[]): Choice => {
      const found = choices.find((name) => isScalar(scalar) && scalar.value === name);
      if (found !== undefined) return found;
      const shown = isScalar(scalar) ? describeValue(scalar.value) : 'something else';
      throw source.mistake(value ?? keyNode, `log.${key}: found ${shown}, expected one of ${choices.join(', ')}`);
    };
    if (key === 'level') level = choose(logLevels);
    else format = choose(logFormats);
  }
  return { logLevel: level, ...(format === undefined ? {} : { logFormat: format }) };
}

/** The limits of config.yaml: names, units, defaults and bounds, all in one table. */
import { totalmem } from 'node:os';
import { isMap, isScalar } from 'yaml';
import type { Limits } from './config.ts';
import { didYouMean } from './nearest-names.ts';
import { parseDuration, parseSize } from './units.ts';
import { describeValue, type YamlSource } from './yaml-source.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const SECOND = 1000;
const HOUR = 3_600_000;

interface LimitKind {
  /** Key in config.yaml, value with its unit: `runTime: 10m`. The field's own name is taken too, as a bare number: `runTimeMs: 600000`. */
  readonly key: string;
  readonly unit: 'size' | 'duration' | 'count';
  readonly byDefault: number;
  readonly least: number;
  readonly most: number;
}

export const limitKinds: Readonly<Record<keyof Limits, LimitKind>> = {
  runTimeMs: { key: 'runTime', unit: 'duration', byDefault: 600 * SECOND, least: SECOND, most: 24 * HOUR },
  runMemoryBytes: {
    key: 'runMemory',
    unit: 'size',
    byDefault: Math.min(Math.floor(totalmem() / 4), 4 * GIB),
    least: 64 * MIB,
    most: 1024 * GIB,
  },
  runSpillBytes: { key: 'runSpill', unit: 'size', byDefault: 50 * GIB, least: 0, most: 1024 ** 2 * GIB },
  concurrentRuns: { key: 'concurrentRuns', unit: 'count', byDefault: 2, least: 1, most: 64 },
  queuedRuns: { key: 'queuedRuns', unit: 'count', byDefault: 100, least: 0, most: 10_000 },
  runsPerPerson: { key: 'runsPerPerson', unit: 'count', byDefault: 20, least: 1, most: 10_000 },
  tokenRequests: { key: 'tokenRequests', unit: 'count', byDefault: 600, least: 1, most: 1_000_000 },
  resultStoreBytes: { key: 'resultStore', unit: 'size', byDefault: 20 * GIB, least: MIB, most: 1024 ** 2 * GIB },
  historyAgeMs: {
    key: 'historyAge',
    unit: 'duration',
    byDefault: 1095 * 24 * HOUR,
    least: HOUR,
    most: 36_500 * 24 * HOUR,
  },
  historyRuns: { key: 'historyRuns', unit: 'count', byDefault: 1_000_000, least: 100, most: 100_000_000 },
  introspectTimeMs: { key: 'introspectTime', unit: 'duration', byDefault: 60 * SECOND, least: 100, most: HOUR },
  catalogMaxAgeMs: {
    key: 'catalogMaxAge',
    unit: 'duration',
    byDefault: 24 * HOUR,
    least: SECOND,
    most: 365 * 24 * HOUR,
  },
};

const fields = Object.keys(limitKinds) as (keyof Limits)[];

export const defaultLimits: Limits = Object.fromEntries(
  fields.map((field) => [field, limitKinds[field].byDefault]),
) as unknown as Limits;

/** Throws `config_invalid` at the first limit that cannot be read. */
export function readLimits(node: unknown, source: YamlSource): Limits {
  const map = source.resolve(node);
  if (map === undefined || (isScalar(map) && map.value === null)) return defaultLimits;
  if (!isMap(map)) throw source.mistake(node, 'limits: expected a map such as `runTime: 10m`');
  const limits: Record<string, number> = { ...defaultLimits };
  const seen = new Set<string>();
  for (const { key, keyNode, value } of source.entries(map)) {
    const field = fields.find((name) => name === key || limitKinds[name].key === key);
    if (field === undefined) {
      const names = fields.map((name) => limitKinds[name].key);
      throw source.mistake(keyNode, `limits: unknown key "${key}"`, {
        hint: didYouMean(key, names) ?? `Known limits are ${names.join(', ')}.`,
      });
    }
    if (seen.has(field)) throw source.mistake(keyNode, `limits: ${limitKinds[field].key} is given twice`);
    seen.add(field);
    limits[field] = readLimit(field, key, value ?? keyNode, source);
  }
  return limits as unknown as Limits;
}

function readLimit(field: keyof Limits, key: string, node: unknown, source: YamlSource): number {
  const kind = limitKinds[field];
  const scalar = source.resolve(node);
  const given = isScalar(scalar) ? scalar.value : scalar;
  const isBare = kind.unit === 'count' || key !== kind.key;
  let value: number | undefined;
  if (isBare) value = typeof given === 'number' && Number.isInteger(given) ? given : undefined;
  else if (typeof given === 'string') value = kind.unit === 'size' ? parseSize(given) : parseDuration(given);
  const found = isScalar(scalar) ? describeValue(given) : 'something else';
  if (value === undefined) {
    throw source.mistake(node, `limits.${key}: found ${found}, expected ${isBare ? 'a whole number' : form(kind)}`);
  }
  if (value < kind.least || value > kind.most) {
    const bounds = isBare
      ? `${kind.least} to ${kind.most}`
      : `${showAmount(kind.least, kind.unit)} to ${showAmount(kind.most, kind.unit)}`;
    throw source.mistake(node, `limits.${key}: found ${found}, expected ${bounds}`);
  }
  return value;
}

function form(kind: LimitKind): string {
  return kind.unit === 'size'
    ? 'a size with its unit, such as 512MiB or 4GiB'
    : 'a duration with its unit, such as 90s, 10m or 24h';
}

/** An amount as config.yaml would write it: `4GiB`, `10m`. */
export function showAmount(amount: number, unit: LimitKind['unit']): string {
  const steps: readonly (readonly [number, string])[] =
    unit === 'size'
      ? [
          [1024 ** 4, 'TiB'],
          [GIB, 'GiB'],
          [MIB, 'MiB'],
          [1024, 'KiB'],
          [1, 'B'],
        ]
      : [
          [24 * HOUR, 'd'],
          [HOUR, 'h'],
          [60 * SECOND, 'm'],
          [SECOND, 's'],
          [1, 'ms'],
        ];
  if (unit === 'count') return String(amount);
  const step = steps.find(([size]) => amount >= size && amount % size === 0);
  return step === undefined ? `0${unit === 'size' ? 'B' : 'ms'}` : `${amount / step[0]}${step[1]}`;
}

/**
 * A driver's options as a form draws them, made from the driver's own schema. A driver may say more in `.meta()`: `label`, `advanced` and
 * `multiline`. Nothing here knows any driver.
 */
import { z } from 'zod';
import type { DriverDescription, DriverField } from '../../lib/contract/connection.ts';
import type { Driver } from '../connectors/connector.ts';

export type OptionNode = z.core.JSONSchema.JSONSchema;

export interface DescribedOption {
  readonly field: DriverField;
  readonly node: OptionNode;
}

export function describeDriver(driver: Driver): DriverDescription {
  return {
    name: driver.name,
    displayName: driver.displayName,
    fields: describeOptions(driver).map(({ field }) => field),
  };
}

/**
 * The top-level options in the order of the schema. What comes up to the last required one and to the first secret is the main part, with all further
 * secrets; the rest is for later.
 */
export function describeOptions(driver: Driver): DescribedOption[] {
  const whole = z.toJSONSchema(driver.optionsSchema, { io: 'input', unrepresentable: 'any' });
  const { properties, required } = objectOf(whole);
  const names = Object.keys(properties);
  const isSecret = (name: string): boolean => driver.secretOptions.includes(name);
  const lastMain = Math.max(
    names.findLastIndex((name) => required.has(name)),
    names.findIndex(isSecret),
  );
  return names.map((name, index) => {
    const node = properties[name] ?? {};
    const isRequired = required.has(name);
    const kind = isSecret(name) ? 'secret' : kindOf(node);
    const choices = kind === 'choice' ? valuesOf(node).map(String) : undefined;
    const isMain = isRequired || kind === 'secret' || index <= lastMain;
    const isAdvanced = !isRequired && (typeof node.advanced === 'boolean' ? node.advanced : !isMain);
    return {
      node,
      field: {
        name,
        label: typeof node.label === 'string' ? node.label : labelOf(name),
        description: node.description ?? '',
        kind,
        isRequired,
        ...(node.default === undefined || isEmpty(node.default) ? {} : { default: written(node.default) }),
        ...(choices === undefined ? {} : { choices }),
        isAdvanced,
      },
    };
  });
}

/** Properties of an object schema; of several ways to write one, all of theirs, required only if each of them requires it. */
function objectOf(node: OptionNode): { properties: Record<string, OptionNode>; required: ReadonlySet<string> } {
  const ways = node.anyOf ?? node.oneOf;
  if (node.properties === undefined && ways !== undefined) {
    const all = ways.map(objectOf);
    const properties: Record<string, OptionNode> = Object.assign({}, ...all.map((one) => one.properties).reverse());
    const required = Object.keys(properties).filter((name) => all.every((one) => one.required.has(name)));
    return { properties, required: new Set(required) };
  }
  if (node.properties === undefined && node.allOf !== undefined) {
    const all = node.allOf.map(objectOf);
    return {
      properties: Object.assign({}, ...all.map((one) => one.properties)),
      required: new Set(all.flatMap((one) => [...one.required])),
    };
  }
  const properties = Object.entries(node.properties ?? {}).map(([name, value]) => [name, asNode(value)]);
  return { properties: Object.fromEntries(properties), required: new Set(node.required ?? []) };
}

function kindOf(node: OptionNode): DriverField['kind'] {
  if (valuesOf(node).length > 0) return 'choice';
  const kinds = new Set(typesOf(node));
  if (kinds.has('boolean') && kinds.size === 1) return 'boolean';
  if (kinds.has('integer') || kinds.has('number')) return 'number';
  if (kinds.has('array')) return [node, ...waysOf(node)].some(isTextList) ? 'list' : 'json';
  if (kinds.has('string'))
    return node.multiline === true || /\bPEM text\b|JSON text/.test(node.description ?? '') ? 'multiline' : 'text';
  return 'json';
}

/** The values of an enum, or of a union whose parts are fixed values (true and false among them); none if anything else is allowed too. */
export function valuesOf(node: OptionNode): readonly (string | number | boolean)[] {
  const parts = waysOf(node);
  if (parts.length > 0) {
    const values = parts.map((part) => (part.type === 'boolean' ? [true, false] : valuesOf(part)));
    return values.some((some) => some.length === 0) ? [] : values.flat();
  }
  const given = node.enum ?? (node.const === undefined ? [] : [node.const]);
  return given.filter((value) => ['string', 'number', 'boolean'].includes(typeof value)) as (
    | string
    | number
    | boolean
  )[];
}

/** JSON types that an option may have. */
export function typesOf(node: OptionNode): readonly string[] {
  const parts = waysOf(node);
  if (parts.length > 0) return parts.flatMap(typesOf);
  return node.type === undefined ? [] : [node.type].flat();
}

const waysOf = (node: OptionNode): readonly OptionNode[] => node.anyOf ?? node.oneOf ?? [];

function isTextList(node: OptionNode): boolean {
  const { items } = node;
  return node.type === 'array' && typeof items === 'object' && !Array.isArray(items) && items.type === 'string';
}

const asNode = (value: OptionNode | boolean): OptionNode => (typeof value === 'boolean' ? {} : value);

const isEmpty = (value: unknown): boolean =>
  value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const capitals = new Set([
  'ssl',
  'tls',
  'ca',
  'id',
  'url',
  'uri',
  'ssh',
  'sql',
  'api',
  'oauth',
  'json',
  'csv',
  'http',
  'https',
]);

/** `connectTimeoutMs` as "Connect timeout (ms)". */
export function labelOf(name: string): string {
  const words = name.split(/[_.\s]+|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
  const isTime = words.length > 1 && words.at(-1) === 'ms';
  const shown = (isTime ? words.slice(0, -1) : words).map((word, index) => {
    if (capitals.has(word)) return word === 'oauth' ? 'OAuth' : word.toUpperCase();
    return index === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  });
  return shown.join(' ') + (isTime ? ' (ms)' : '');
}

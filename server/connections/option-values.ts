/** Values as a form sends them (texts) made into those that the driver's schema wants. What cannot be made is left for the schema to judge. */
import type { Driver } from '../connectors/connector.ts';
import { JoineryError } from '../errors.ts';
import { isReference } from '../secrets/references.ts';
import { type DescribedOption, describeOptions, typesOf, valuesOf } from './describe-driver.ts';

/** Empty texts are left out, except those of secrets: there they mean that the kept one is to go. */
export function optionValues(raw: Readonly<Record<string, unknown>>, driver: Driver): Record<string, unknown> {
  const described = new Map(describeOptions(driver).map((option) => [option.field.name, option]));
  const entries = Object.entries(raw).flatMap(([name, value]) => {
    const option = described.get(name);
    if (value === undefined || value === null) return [];
    if (option === undefined || typeof value !== 'string') return [[name, value]];
    if (value === '') return option.field.kind === 'secret' ? [[name, value]] : [];
    return [[name, typedValue(value, option)]];
  });
  return Object.fromEntries(entries);
}

function typedValue(text: string, { field, node }: DescribedOption): unknown {
  if (isReference(text)) return text;
  const trimmed = text.trim();
  switch (field.kind) {
    case 'choice':
      return valuesOf(node).find((value) => String(value) === trimmed) ?? trimmed;
    case 'boolean':
      return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(trimmed) && Number.isSafeInteger(Math.trunc(Number(trimmed)))
        ? Number(trimmed)
        : trimmed;
    case 'list':
      return trimmed.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
    case 'json':
      return readJson(trimmed, field.name);
    case 'secret':
      // A secret stands as it was typed; only one that has to be an object is read.
      return typesOf(node).includes('object') && !typesOf(node).includes('string')
        ? readJson(trimmed, field.name)
        : text;
    default:
      return trimmed;
  }
}

function readJson(text: string, option: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new JoineryError('config_invalid', `${option} is not JSON.`, {
      option,
      hint: 'Such as {"name": "value"}: names and texts in double quotes.',
      cause,
    });
  }
}

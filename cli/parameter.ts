import { InvalidArgumentError } from 'commander';
import {
  type ParameterType,
  parameterTypes,
  type StatementParameter,
  statementParameterSchema,
} from '../lib/contract/parameter.ts';

/**
 * `--param name=value` or `--param name:type=value`, to be given more than once; the type is text unless said. A `text_list` takes one value each time.
 */
export function collectParameter(given: string, before: readonly StatementParameter[] = []): StatementParameter[] {
  const match = /^([^=:]+)(?::([^=]+))?=([\s\S]*)$/.exec(given);
  const [, name, type = 'text', value = ''] = match ?? [];
  if (!isType(type)) throw new InvalidArgumentError(`The type is one of ${parameterTypes.join(', ')}.`);
  const known = before.find((parameter) => parameter.name === name);
  const list = Array.isArray(known?.value) ? [...known.value, value] : [value];
  const parsed = statementParameterSchema.safeParse({ name, type, value: type === 'text_list' ? list : value });
  if (!parsed.success) throw new InvalidArgumentError('Write name=value, or name:type=value.');
  return [...before.filter((parameter) => parameter.name !== name), parsed.data];
}

const isType = (type: string): type is ParameterType => (parameterTypes as readonly string[]).includes(type);

import type { GivenValue } from '../../../lib/contract/api.ts';
import type { ParameterType, StatementParameter } from '../../../lib/contract/parameter.ts';
import { parameterNames } from '../../../lib/sql/statement-parameters.ts';
import { JoineryError } from '../../../server/errors.ts';

/** The parameters that `sql` takes, with the values given, else the saved ones. Throws `bad_request` for a name that it does not take. */
export function withValues(
  sql: string,
  saved: readonly StatementParameter[],
  given: Readonly<Record<string, GivenValue>>,
): StatementParameter[] {
  const names = parameterNames(sql);
  const strange = Object.keys(given).filter((name) => !names.includes(name));
  if (strange.length > 0) {
    throw new JoineryError('bad_request', `The statement has no parameter ${strange.join(', ')}.`, {
      hint: names.length === 0 ? 'It takes none.' : `It takes ${names.join(', ')}.`,
    });
  }
  return names.flatMap((name) => {
    const known = saved.find((parameter) => parameter.name === name);
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) return known === undefined ? [] : [known];
    const type = known === undefined ? typeOf(value) : known.type;
    return [{ name, type, value: value === null || Array.isArray(value) ? value : String(value) }];
  });
}

/** Type of a value whose parameter was saved without one. */
function typeOf(value: GivenValue): ParameterType {
  if (Array.isArray(value)) return 'text_list';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal';
  return 'text';
}

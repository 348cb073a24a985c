/**
 * DuckDB's average out of an exact sum and a count. DuckDB divides them as long doubles of 64 bits (x86) and then rounds to a double, so the last bit
 * may differ from a division of doubles; the same two roundings are made here in whole numbers. Sums and counts beyond their bits end in
 * an error, and the run fetches the rows instead. Source: `IntegerAverageOperationHugeint` in DuckDB's core functions. Pure.
 */
import { NOT_FETCHED_MARK } from './connector.ts';
import { standardString } from './render-predicate.ts';

/** Whether DuckDB here computes averages with 64-bit long doubles: not on ARM, not with Microsoft's compiler. */
export const hasLongDoubles = process.arch === 'x64' && process.platform !== 'win32';

const once = (name: string, value: string, body: string): string =>
  `list_transform([${value}], lambda ${name}: ${body})[1]`;

const bits = (number: string): string => `length(ltrim(bin(${number}), '0'))`;

/**
 * DuckDB SQL of the average of a column of `type`, as a DOUBLE. `sum` and `count` are SQL over the quoted staged column `staged`; the sum of decimals is
 * without its point. Undefined for types whose average is taken otherwise.
 */
export function averageSql(
  type: string,
  { staged, sum, count }: { readonly staged: string; readonly sum: string; readonly count: string },
): string | undefined {
  const [, width = '', scale = '0'] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (!hasLongDoubles || !(/^(?:TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type) || Number(width || 99) <= 18))
    return undefined;
  // DuckDB takes the average of 16 bits in doubles.
  const isShort = type === 'TINYINT' || type === 'SMALLINT' || Number(width || 99) <= 4;
  const divisor = `${count} * ${10n ** BigInt(scale)}::HUGEINT`;
  const [greatestSum, greatestDivisor] = isShort
    ? ['9007199254740992', '9007199254740992']
    : ['18446744073709551615', '1152921504606846976'];
  const tooGreat = `error(${standardString(`${NOT_FETCHED_MARK}an average of great numbers`)})`;
  const divided = isShort ? 'CAST(s AS DOUBLE) / CAST(d AS DOUBLE)' : longDivision();
  const guarded =
    `CASE WHEN s = 0 THEN 0.0::DOUBLE WHEN abs(s) > ${greatestSum}::HUGEINT OR d > ${greatestDivisor}::HUGEINT ` +
    `THEN ${tooGreat} ELSE ${divided} END`;
  return `CASE WHEN ${staged} IS NOT NULL THEN ${once('s', sum, once('d', divisor, guarded))} END`;
}

/** `s / d`, rounded to 64 bits and then to 53. */
function longDivision(): string {
  const shifted = once(
    'k',
    `64 - ${bits('abs(s)')} + ${bits('d')}`,
    once('k', 'CASE WHEN (abs(s) << k) // d >= 18446744073709551616::HUGEINT THEN k - 1 ELSE k END', quotient()),
  );
  return `sign(s) * ${shifted}`;
}

function quotient(): string {
  const rounded = once(
    'q',
    '(abs(s) << k) // d',
    once(
      'r',
      '(abs(s) << k) - q * d',
      'CAST(q + CASE WHEN 2 * r > d OR (2 * r = d AND q % 2 = 1) THEN 1 ELSE 0 END AS DOUBLE)',
    ),
  );
  return `(${rounded}) * pow(2.0::DOUBLE, -k)`;
}

/** Unit of a value, where its column's name or comment says one; never guessed from the values. */

const currencies = 'EUR USD GBP CHF JPY SEK NOK DKK PLN CZK HUF CAD AUD CNY INR BRL'.split(' ');

const byName: readonly (readonly [RegExp, string])[] = [
  ...currencies.map((code) => [new RegExp(`(^|_)${code.toLowerCase()}(_|$)`), code] as const),
  [/(^|_)(cents?)(_|$)/, 'cents'],
  [/(^|_)(pct|percent|percentage)(_|$)/, '%'],
  [/(^|_)(ms|millis|milliseconds)$/, 'ms'],
  [/(^|_)(s|secs?|seconds)$/, 's'],
  [/(^|_)(mins?|minutes)$/, 'min'],
  [/(^|_)(hours|hrs)$/, 'h'],
  [/(^|_)days$/, 'days'],
  [/(^|_)(kg|kilograms?)$/, 'kg'],
  [/(^|_)(grams?|g)$/, 'g'],
  [/(^|_)(km|kilometers?|kilometres?)$/, 'km'],
  [/(^|_)(meters?|metres?|m)$/, 'm'],
  [/(^|_)cm$/, 'cm'],
  [/(^|_)bytes$/, 'bytes'],
];

const byComment: readonly (readonly [RegExp, string])[] = [
  ...currencies.map((code) => [new RegExp(`\\b${code}\\b`), code] as const),
  [/\beuros?\b/i, 'EUR'],
  [/€/, 'EUR'],
  [/\bUS dollars?\b/i, 'USD'],
  [/\bpounds sterling\b/i, 'GBP'],
  [/\bin cents\b/i, 'cents'],
  [/\bper ?cent\b|%/i, '%'],
  [/\bin milliseconds\b/i, 'ms'],
  [/\b(in|of) seconds\b|\bseconds\b/i, 's'],
  [/\bin minutes\b/i, 'min'],
  [/\bin hours\b/i, 'h'],
  [/\bin days\b/i, 'days'],
  [/\bin (kg|kilograms?)\b/i, 'kg'],
  [/\bin (grams?)\b/i, 'g'],
  [/\bin (km|kilomet(er|re)s)\b/i, 'km'],
  [/\bin met(er|re)s\b/i, 'm'],
  [/\bin bytes\b/i, 'bytes'],
];

/** Numbers have units; codes and dates have none. */
export function unitOf(name: string, comment: string | undefined, type: string): string | undefined {
  if (!/^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U\w+INT\w*|DECIMAL|DOUBLE|FLOAT|REAL|NUMERIC)/i.test(type))
    return undefined;
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase();
  const named = byName.find(([pattern]) => pattern.test(words))?.[1];
  return named ?? byComment.find(([pattern]) => pattern.test(comment ?? ''))?.[1];
}

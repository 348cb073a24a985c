const PLAIN_NUMBER = /^([+-]?)(\d+)(\.\d+)?$/;

/** Groups the integer digits in threes: `1204991.40` to `1,204,991.40`. Text that is no plain decimal number (`NaN`, `1e30`) stays as it is. */
export function groupDigits(text: string): string {
  const match = PLAIN_NUMBER.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole.length < 4) return text;
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`;
}

/** A count in full: `1,204,991`. */
export const formatCount = (count: number): string => groupDigits(String(Math.trunc(count)));

/** A count with its noun: `1 row`, `2,000 rows`. */
export const formatCounted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${formatCount(count)} ${count === 1 ? singular : plural}`;

/** An estimate in three figures, so that nobody takes it for a count: `≈ 1.4 M`, `≈ 58 k`, `≈ 120`. */
export function formatEstimate(count: number): string {
  const units = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const;
  for (const [size, unit] of units) {
    if (count >= size) {
      const scaled = count / size;
      return `≈ ${scaled >= 100 ? Math.round(scaled) : Number(scaled.toPrecision(2))} ${unit}`;
    }
  }
  return `≈ ${Math.round(count)}`;
}

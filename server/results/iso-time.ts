/**
 * Dates and times as ISO 8601 text, from DuckDB's own counts and never through a JS Date's time zone. Years are astronomical (1 BC is 0000,
 * 44 BC is -0043), as DuckDB reads them back; fractions carry no trailing zeros; infinities are the words that DuckDB uses.
 */
const DAY_US = 86_400_000_000n;
const DAY_NS = 86_400_000_000_000n;
const INFINITE_64 = 2n ** 63n - 1n;
const INFINITE_DAYS = 2 ** 31 - 1;
/** Days of 400 years: the shortest span after which the calendar repeats. */
const CYCLE_DAYS = 146_097;

const pad = (value: number | bigint, width: number): string => String(value).padStart(width, '0');

function finiteDate(days: number): string {
  // JS dates end at the year 275760: the remainder of the 400-year cycle is always within.
  const cycles = Math.floor(days / CYCLE_DAYS);
  const date = new Date((days - cycles * CYCLE_DAYS) * 86_400_000);
  const year = date.getUTCFullYear() + cycles * 400;
  const yearText = year < 0 ? `-${pad(-year, 4)}` : pad(year, 4);
  return `${yearText}-${pad(date.getUTCMonth() + 1, 2)}-${pad(date.getUTCDate(), 2)}`;
}

export function isoDate(days: number): string {
  if (days === INFINITE_DAYS) return 'infinity';
  if (days === -INFINITE_DAYS) return '-infinity';
  return finiteDate(days);
}

/** Time of day from a count of `perSecond`-ths of a second; `24:00:00` is possible. Counts of one day are exact as numbers. */
export function isoTime(count: bigint, perSecond: 1_000_000n | 1_000_000_000n): string {
  const [total, unit] = [Number(count), Number(perSecond)];
  const fraction = total % unit;
  const seconds = (total - fraction) / unit;
  const text = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  if (fraction === 0) return text;
  return `${text}.${pad(fraction, perSecond === 1_000_000n ? 6 : 9).replace(/0+$/, '')}`;
}

/** Offset from UTC: `+02:00`, with seconds only where there are some. */
export function isoOffset(offsetSeconds: number): string {
  const size = Math.abs(offsetSeconds);
  const seconds = size % 60 === 0 ? '' : `:${pad(size % 60, 2)}`;
  return `${offsetSeconds < 0 ? '-' : '+'}${pad(Math.floor(size / 3600), 2)}:${pad(Math.floor(size / 60) % 60, 2)}${seconds}`;
}

function split(count: bigint, day: bigint): [days: number, rest: bigint] {
  const rest = ((count % day) + day) % day;
  return [Number((count - rest) / day), rest];
}

const isInfinite = (count: bigint): boolean => count === INFINITE_64 || count === -INFINITE_64;
const infiniteText = (count: bigint): string => (count > 0n ? 'infinity' : '-infinity');

/** Timestamp from a count of microseconds, milliseconds or seconds since 1970; `suffix` such as `+00:00` follows finite ones. */
export function isoTimestamp(count: bigint, microsPerUnit: 1n | 1_000n | 1_000_000n, suffix = ''): string {
  if (isInfinite(count)) return infiniteText(count);
  const [days, micros] = split(count * microsPerUnit, DAY_US);
  return `${finiteDate(days)}T${isoTime(micros, 1_000_000n)}${suffix}`;
}

export function isoTimestampNanos(nanos: bigint): string {
  if (isInfinite(nanos)) return infiniteText(nanos);
  const [days, rest] = split(nanos, DAY_NS);
  return `${finiteDate(days)}T${isoTime(rest, 1_000_000_000n)}`;
}

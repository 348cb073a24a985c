/** Sizes and durations as people write them in config.yaml. */

const KIB = 1024;
const sizeUnits: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: KIB,
  mib: KIB ** 2,
  gib: KIB ** 3,
  tib: KIB ** 4,
};
const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Bytes of `4GiB`, `512 MB`; undefined if it is no size. */
export const parseSize = (text: string): number | undefined => parseUnit(text, sizeUnits);
/** Milliseconds of `10m`, `90 s`, `1.5h`; undefined if it is no duration. */
export const parseDuration = (text: string): number | undefined => parseUnit(text, durationUnits);

function parseUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  const unit = match?.[2]?.toLowerCase();
  if (match?.[1] === undefined || unit === undefined || !Object.hasOwn(units, unit)) return undefined;
  return Math.round(Number(match[1]) * (units[unit] ?? Number.NaN));
}

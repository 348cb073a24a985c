/** Time ranges of the dashboard: days of a time zone, whole ones where possible. */
export const presets = ['24h', '7d', '30d', '90d'] as const;
export type Preset = (typeof presets)[number];

/** Days `from` to `to`, both included: `2026-11-01`. */
export interface CustomRange {
  readonly from: string;
  readonly to: string;
}
export type TimeRange = Preset | CustomRange;

export interface Instants {
  readonly from: string;
  readonly to: string;
}

export const presetWords: Readonly<Record<Preset, string>> = {
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
};
const presetDays: Readonly<Record<Exclude<Preset, '24h'>, number>> = { '7d': 7, '30d': 30, '90d': 90 };

const DAY_MS = 86_400_000;

/** Instants of a range: a number of days means today and the days before it, from midnight on. */
export function instantsOf(range: TimeRange, timeZone: string, now: Date): Instants {
  if (typeof range === 'object') {
    return {
      from: midnight(range.from, timeZone).toISOString(),
      to: midnight(addDays(range.to, 1), timeZone).toISOString(),
    };
  }
  const to = now.toISOString();
  if (range === '24h') return { from: new Date(now.getTime() - DAY_MS).toISOString(), to };
  const first = addDays(dayOf(now, timeZone), 1 - presetDays[range]);
  return { from: midnight(first, timeZone).toISOString(), to };
}

/** The day that an instant lies in. */
export const dayOf = (instant: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

export const daysFrom = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;

/** A day as people write it in forms, and one that exists. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** First moment of a day in a zone: the clock there is read twice, because its distance from UTC may change at that very night. */
function midnight(day: string, timeZone: string): Date {
  const wall = Date.parse(day);
  let instant = wall - offsetMs(wall, timeZone);
  instant = wall - offsetMs(instant, timeZone);
  return new Date(instant);
}

function offsetMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value ?? 0);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(instant / 1000) * 1000;
}

export const browserTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

import { JoineryError } from '../errors.ts';

/** Days that one answer may hold. */
export const MOST_DAYS = 800;

export interface Day {
  /** `2026-11-22`. */
  readonly day: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The days of a time zone that `[from, to)` touches; the first and last are cut to it. A day has 23 or 25 hours where the clocks change. */
export function daysBetween(from: string, to: string, timeZone: string): Day[] {
  const nameOf = dayNamer(timeZone);
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const days: Day[] = [];
  let startMs = fromMs;
  while (startMs < toMs) {
    if (days.length >= MOST_DAYS)
      throw new JoineryError('bad_request', `The time range has more than ${MOST_DAYS} days.`, {
        hint: 'Choose a shorter one.',
      });
    const endMs = Math.min(toMs, nextMidnight(startMs, nameOf));
    days.push({ day: nameOf(startMs), startMs, endMs });
    startMs = endMs;
  }
  return days;
}

const HOUR_MS = 3_600_000;

/** First moment of the following day, found to the millisecond: midnight need not be 24 hours away, nor at a whole hour. */
function nextMidnight(ms: number, nameOf: (ms: number) => string): number {
  const today = nameOf(ms);
  let low = ms;
  let high = ms + 20 * HOUR_MS;
  while (nameOf(high) === today) {
    low = high;
    high += 4 * HOUR_MS;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (nameOf(middle) === today) low = middle;
    else high = middle;
  }
  return high;
}

function dayNamer(timeZone: string): (ms: number) => string {
  try {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    return (ms) => format.format(ms);
  } catch (cause) {
    throw new JoineryError('bad_request', `"${timeZone}" is no time zone.`, {
      hint: 'For example Europe/Prague.',
      cause,
    });
  }
}

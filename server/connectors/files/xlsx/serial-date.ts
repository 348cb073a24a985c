/**
 * Serial numbers as dates and times. A workbook counts days from 1900 (with a 29 February 1900 that never was, as Lotus 1-2-3 did) or from 1904.
 * The fraction is the time of day, rounded to a millisecond: the programs that write these files compute and show no finer. Pure.
 */
import type { NumberMeaning } from './number-formats.ts';

const DAY_MS = 86_400_000;
/** Serial number of 1 January 1970 in each system. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;
/** The day that never was, and the first number beyond the year 9999. */
const LEAP_DAY_1900 = 60;
const BEYOND_9999 = 2_958_466;

export interface SerialValue {
  readonly kind: 'date' | 'time' | 'timestamp' | 'duration';
  readonly text: string;
}

/** Undefined where no date has this number: it stays a number. */
export function serialValue(serial: number, meaning: NumberMeaning, is1904: boolean): SerialValue | undefined {
  if (meaning === 'number' || !Number.isFinite(serial)) return undefined;
  const milliseconds = Math.round(serial * DAY_MS);
  if (meaning === 'duration') return { kind: 'duration', text: clock(milliseconds) };
  if (serial < 0) return undefined;
  if (meaning === 'time' && milliseconds < DAY_MS) return { kind: 'time', text: clock(milliseconds) };
  const dayNumber = Math.floor(milliseconds / DAY_MS);
  const day = dayText(dayNumber, is1904);
  if (day === undefined) return undefined;
  const rest = milliseconds - dayNumber * DAY_MS;
  return rest === 0 && meaning === 'date'
    ? { kind: 'date', text: day }
    : { kind: 'timestamp', text: `${day} ${clock(rest)}` };
}

function dayText(dayNumber: number, is1904: boolean): string | undefined {
  if (is1904) return dayNumber + 1462 >= BEYOND_9999 ? undefined : isoDay(dayNumber - EPOCH_1904);
  if (dayNumber < 1 || dayNumber === LEAP_DAY_1900 || dayNumber >= BEYOND_9999) return undefined;
  return isoDay(dayNumber - EPOCH_1900 + (dayNumber < LEAP_DAY_1900 ? 1 : 0));
}

const isoDay = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);

/** `08:30:00` or `26:00:00.250`; more than 24 hours only for durations. */
function clock(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const fraction = size % 1000 === 0 ? '' : `.${String(size % 1000).padStart(3, '0')}`;
  return `${milliseconds < 0 ? '-' : ''}${two(size / 3_600_000)}:${two((size / 60_000) % 60)}:${two((size / 1000) % 60)}${fraction}`;
}

/** Figures as the dashboard says them. */
import { formatDuration } from '../../lib/format/duration.ts';

export const durationOrDash = (ms: number | undefined): string => (ms === undefined ? '–' : formatDuration(ms));

/** `4.2 % of runs`. */
export const shareWords = (part: number, whole: number): string =>
  whole === 0 ? 'no runs' : `${percent(part / whole)} of runs`;

export function percent(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  return `${value >= 10 ? Math.round(value) : Number(value.toFixed(1))} %`;
}

/** `+12 %`, `−40 %`, `no change`; nothing where there is nothing to compare with. */
export function changeWords(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined || before === 0) return '–';
  const change = after / before - 1;
  if (Math.abs(change) < 0.0005) return 'no change';
  return `${change > 0 ? '+' : '−'}${percent(Math.abs(change))}`;
}

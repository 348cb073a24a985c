const pad = (value: number): string => String(value).padStart(2, '0');

/** Clock time of an ISO instant in the reader's zone: `09:41:07`. */
export function formatClock(iso: string): string {
  const date = new Date(iso);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** Day of an ISO instant in the reader's zone: `2026-03-01`. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** `Today`, `Yesterday` or the day itself, seen from `now`. */
export function formatDayName(iso: string, now: Date): string {
  const day = formatDay(iso);
  if (day === formatDay(now.toISOString())) return 'Today';
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  return day === formatDay(yesterday.toISOString()) ? 'Yesterday' : day;
}

/** Day and minute of an ISO instant in the reader's zone: `2026-03-01 09:41`. */
export const formatMoment = (iso: string): string => `${formatDay(iso)} ${formatClock(iso).slice(0, 5)}`;

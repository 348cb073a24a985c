const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Size in powers of 1,000 with at most three figures: `0 B`, `812 B`, `1.2 MB`. */
export function formatBytes(bytes: number): string {
  let size = Math.max(0, bytes);
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return `${Number(size.toFixed(digits))} ${units[unit]}`;
}

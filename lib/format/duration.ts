/** Duration with the precision that matters at its size: `0.4 ms`, `118 ms`, `1.24 s`, `12.4 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatDuration(ms: number): string {
  const span = Math.max(0, ms);
  if (span === 0) return '0 ms';
  if (span < 1) return `${Number(span.toFixed(1)) || 0.1} ms`;
  if (span < 999.5) return `${Math.round(span)} ms`;
  if (span < 9_995) return `${(span / 1000).toFixed(2)} s`;
  if (span < 59_950) return `${(span / 1000).toFixed(1)} s`;
  const seconds = Math.round(span / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.floor(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Elapsed time that ticks: always tenths below a minute, so that the width stays calm. */
export const formatElapsed = (ms: number): string =>
  ms < 59_950 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : formatDuration(ms);

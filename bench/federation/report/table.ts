import type { Runner } from '../runners/runner.ts';
import type { Row, Summary } from './summary.ts';

/** The report for a screen. */
export function writeTable(summary: Summary, runners: readonly Runner[]): string {
  const head = [
    'statement',
    ...runners.map(({ label }) => label),
    'best peer / Joinery',
    'DuckDB+ext / Joinery',
    'rows moved',
    'MB moved',
    'peak MiB',
  ];
  const body = summary.rows.map((row) => [
    row.title,
    ...runners.map(({ name }) => time(row, name)),
    row.bestPeer === undefined ? '' : times(row.timesFasterThan[row.bestPeer]),
    ratio(row, 'duckdb-extensions'),
    row.moved?.rows.toLocaleString('en') ?? '',
    row.moved === undefined ? '' : (row.moved.bytes / 1e6).toFixed(1),
    row.peakMemoryBytes.joinery === undefined ? '' : String(Math.round(row.peakMemoryBytes.joinery / 1_048_576)),
  ]);
  const lines = [
    ...align([head, ...body]),
    '',
    'Seconds, medians. Geometric means of how many times longer the others took than Joinery:',
    ...Object.entries(summary.means).map(
      ([name, mean]) => `  ${name.padEnd(20)} ${mean.timesFaster.toFixed(2)} (${mean.statements} statements)`,
    ),
    `Slower than the best peer by more than a tenth and 50 ms: ${summary.slower.join(', ') || 'none'}`,
    `Not answered, or wrongly: ${summary.unanswered.join(', ') || 'none'}`,
    ...summary.rows.flatMap((row) =>
      Object.entries(row.notes).map(
        ([name, note]) => `  ${row.id} ${name}: ${note.outcome}. ${note.message.split('\n')[0]}`,
      ),
    ),
  ];
  return lines.join('\n');
}

function time(row: Row, name: string): string {
  const seconds = row.seconds[name];
  if (seconds !== undefined) return seconds.toFixed(seconds < 10 ? 3 : 1);
  const note = row.notes[name];
  return note === undefined ? '-' : note.outcome === 'time limit' ? 'DNF' : note.outcome;
}

function ratio(row: Row, name: string): string {
  const atLeast = row.atLeastTimesFasterThan[name];
  return atLeast === undefined ? times(row.timesFasterThan[name]) : `> ${times(atLeast)}`;
}

const times = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(value < 10 ? 2 : 1));

/** Columns side by side, the first from the left and the others from the right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
}

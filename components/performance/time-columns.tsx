import type { FigureColumn } from './figures-table.tsx';
import { durationOrDash } from './words.ts';

interface Times {
  readonly averageMs?: number | undefined;
  readonly p50Ms?: number | undefined;
  readonly p95Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
}

/** Average and percentiles, the same in every table. */
export const timeColumns = <Row extends Times>(): FigureColumn<Row>[] =>
  (
    [
      ['Average', 'averageMs', 'average_ms'],
      ['p50', 'p50Ms', 'p50_ms'],
      ['p95', 'p95Ms', 'p95_ms'],
      ['p99', 'p99Ms', 'p99_ms'],
    ] as const
  ).map(([label, key, csv]) => ({
    label,
    csv,
    value: (row) => row[key],
    render: (row) => durationOrDash(row[key]),
  }));

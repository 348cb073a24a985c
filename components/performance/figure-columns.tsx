import { formatCount } from '../../lib/format/number.ts';
import { PageLink } from '../ui/page-link.tsx';
import type { FigureColumn } from './figures-table.tsx';
import { durationOrDash } from './words.ts';

export const count = <Row,>(label: string, csv: string, of: (row: Row) => number): FigureColumn<Row> => ({
  label,
  csv,
  value: of,
  render: (row) => formatCount(of(row)),
});

/** An average time, which some rows do not have. */
export const meanTime = <Row,>(
  label: string,
  csv: string,
  title: string,
  of: (row: Row) => number | undefined,
): FigureColumn<Row> => ({ label, csv, title, value: of, render: (row) => durationOrDash(of(row)) });

/** A count that leads to its runs in the history. */
export const linkedCount = <Row,>(
  label: string,
  csv: string,
  of: (row: Row) => number,
  link: (row: Row) => string,
): FigureColumn<Row> => ({
  ...count(label, csv, of),
  render: (row) => (of(row) === 0 ? '0' : <PageLink href={link(row)}>{formatCount(of(row))}</PageLink>),
});

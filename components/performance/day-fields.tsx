'use client';

import { TextField } from '../ui/text-field.tsx';
import styles from './performance.module.css';
import { type CustomRange, isDay } from './time-range.ts';

interface DayFieldsProps {
  /** What the two days are of, for screen readers. */
  readonly name: string;
  readonly range: CustomRange;
  readonly latest?: string;
  onChange(range: CustomRange): void;
}

/** First and last day; one that passes the other takes it along. */
export function DayFields({ name, range, latest, onChange }: DayFieldsProps) {
  const set = (change: Partial<CustomRange>) => {
    const next = { ...range, ...change };
    if (!isDay(next.from) || !isDay(next.to)) return;
    if (next.from <= next.to) onChange(next);
    else onChange(change.from === undefined ? { from: next.to, to: next.to } : { from: next.from, to: next.from });
  };
  return (
    <span className={styles.days}>
      <TextField
        type="date"
        aria-label={`${name}: first day`}
        value={range.from}
        max={latest}
        onChange={(event) => set({ from: event.target.value })}
      />
      <span aria-hidden="true">–</span>
      <TextField
        type="date"
        aria-label={`${name}: last day`}
        value={range.to}
        max={latest}
        onChange={(event) => set({ to: event.target.value })}
      />
    </span>
  );
}

'use client';

import { useState } from 'react';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './history.module.css';
import { daysAgo, fieldOf, momentOf } from './history-filter.ts';

interface Times {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

interface WhenFieldsProps extends Times {
  onChange(times: Times): void;
}

const choices = [
  { value: 'any', label: 'Any time' },
  { value: '0', label: 'Today' },
  { value: '6', label: 'Last 7 days' },
  { value: '29', label: 'Last 30 days' },
  { value: '89', label: 'Last 90 days' },
  { value: 'between', label: 'From … to …' },
] as const;
type Choice = (typeof choices)[number]['value'];

/** When a run began: a number of days, or from one moment to another. */
export function WhenFields({ from, to, onChange }: WhenFieldsProps) {
  const [isBetween, setIsBetween] = useState(false);
  const choice = isBetween ? 'between' : choiceOf({ from, to });
  const choose = (value: Choice) => {
    setIsBetween(value === 'between');
    if (value === 'any') onChange({ from: undefined, to: undefined });
    else if (value !== 'between') onChange({ from: daysAgo(Number(value), new Date()), to: undefined });
  };
  return (
    <>
      <Select label="Time" value={choice} options={choices} onChange={choose} />
      {choice === 'between' ? (
        <span className={styles.moments}>
          <TextField
            type="datetime-local"
            aria-label="Started from"
            value={fieldOf(from)}
            onChange={(event) => onChange({ from: momentOf(event.target.value), to })}
          />
          <span aria-hidden="true">–</span>
          <TextField
            type="datetime-local"
            aria-label="Started before"
            value={fieldOf(to)}
            onChange={(event) => onChange({ from, to: momentOf(event.target.value) })}
          />
        </span>
      ) : null}
    </>
  );
}

function choiceOf({ from, to }: Times): Choice {
  if (from === undefined && to === undefined) return 'any';
  const now = new Date();
  const days = choices.find(
    ({ value }) => to === undefined && Number(value) >= 0 && daysAgo(Number(value), now) === from,
  );
  return days?.value ?? 'between';
}

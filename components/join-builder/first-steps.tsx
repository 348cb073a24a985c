'use client';

import styles from './inputs.module.css';

const steps = [
  ['Choose two inputs', 'Tables of any connections, statements in their own dialect, stored results, or other joins.'],
  ['Drag a column onto its partner', 'That is the key. What differs in spelling is made equal in plain steps.'],
  ['See how it fits', 'Matches, NULLs, duplicates and expected rows are measured before anything runs.'],
  ['Run', 'Choose the columns that come out; the rows stay here to sort, filter and export.'],
] as const;

/** What a join takes, for those who open the builder for the first time. */
export function FirstSteps() {
  return (
    <ol className={styles.firstSteps} aria-label="How a join is made">
      {steps.map(([title, words]) => (
        <li key={title}>
          <b>{title}</b>
          <span>{words}</span>
        </li>
      ))}
    </ol>
  );
}

import { useMemo } from 'react';
import { lineDiff } from './line-diff.ts';
import styles from './queries.module.css';

const signs = { same: ' ', added: '+', removed: '−' } as const;
const spoken = { same: '', added: 'added: ', removed: 'removed: ' } as const;

interface LineDiffViewProps {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What changed between two texts, line by line. */
export function LineDiffView({ label, before, after }: LineDiffViewProps) {
  const lines = useMemo(() => lineDiff(before, after), [before, after]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reached by the keyboard
    <section className={styles.code} aria-label={label} tabIndex={0}>
      {lines.map(({ id, kind, text }) => (
        <div key={id} className={styles.diffLine} data-kind={kind}>
          <span aria-hidden="true" className={styles.sign}>
            {signs[kind]}
          </span>
          {kind === 'same' ? null : <span className="visually-hidden">{spoken[kind]}</span>}
          <span>{text}</span>
        </div>
      ))}
    </section>
  );
}

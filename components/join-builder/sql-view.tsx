'use client';

import { Copy } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { SqlText } from '../ui/sql-text.tsx';
import styles from './sql-view.module.css';

interface SqlViewProps {
  readonly sql: string | undefined;
  onCopy(): void;
}

/** The statement that the join stands for, as it is now. */
export function SqlView({ sql, onCopy }: SqlViewProps) {
  return (
    <section className={styles.pane} aria-label="SQL of the join">
      <div className={styles.head}>
        <span className="label">SQL</span>
        <Button kind="quiet" disabled={sql === undefined} onClick={onCopy} title="Copy the SQL">
          <Copy size={13} aria-hidden="true" /> Copy
        </Button>
      </div>
      {sql === undefined ? (
        <p className={styles.empty}>The statement appears with the first input.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be reached by the keyboard
        <pre className={styles.text} tabIndex={0}>
          <SqlText sql={sql} />
        </pre>
      )}
    </section>
  );
}

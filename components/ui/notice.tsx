import type { ReactNode } from 'react';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { CodeText } from './code-text.tsx';
import styles from './notice.module.css';

interface EmptyStateProps {
  readonly title: string;
  /** What to do next, in plain words. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** What a pane says when it has nothing to show. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <div className={styles.text}>{children}</div>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

interface ErrorNoticeProps {
  readonly error: ErrorShape;
  readonly actions?: ReactNode;
}

/** A failure in the reader's words: what happened, then what to do. Announced to screen readers. */
export function ErrorNotice({ error, actions }: ErrorNoticeProps) {
  return (
    <div className={styles.error} role="alert">
      <p className={styles.title}>{error.message}</p>
      {error.hint === undefined ? null : (
        <p className={styles.text}>
          <CodeText text={error.hint} />
        </p>
      )}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

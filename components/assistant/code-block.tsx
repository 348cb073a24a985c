'use client';

import { useState } from 'react';
import { LineDiffView } from '../queries/line-diff-view.tsx';
import { Button } from '../ui/button.tsx';
import { SqlText } from '../ui/sql-text.tsx';
import styles from './chat.module.css';

/** What can be done with SQL of an answer; each follows a click, and none runs it. */
export interface SqlActions {
  /** Below the statements of the editor. */
  insert(sql: string): void;
  /** In the place of the statement at the cursor; absent where there is none. */
  readonly replace?: ((sql: string) => void) | undefined;
  /** The statement at the cursor, undefined where there is none. */
  statement(): string | undefined;
}

interface CodeBlockProps {
  readonly text: string;
  /** Complete SQL, which can be taken over. */
  readonly isSql: boolean;
  readonly actions: SqlActions;
}

/** Code of an answer. SQL is taken into the editor by a click, and shown beforehand as what it changes there. */
export function CodeBlock({ text, isSql, actions }: CodeBlockProps) {
  const [before, setBefore] = useState<string>();
  const compare = () => setBefore(before === undefined ? (actions.statement() ?? '') : undefined);
  return (
    <div className={styles.code}>
      {before === undefined ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long code that is scrolled by keyboard
        <pre tabIndex={0}>{isSql ? <SqlText sql={text} /> : text}</pre>
      ) : (
        <LineDiffView label="What it changes in the statement" before={before} after={text} />
      )}
      {isSql ? (
        <div className={styles.codeActions}>
          <Button onClick={() => actions.insert(text)}>Insert below</Button>
          {actions.replace === undefined ? null : (
            <>
              <Button kind="quiet" onClick={() => actions.replace?.(text)}>
                Replace statement
              </Button>
              <Button
                kind="quiet"
                aria-pressed={before !== undefined}
                title="Against the statement at the cursor"
                onClick={compare}
              >
                {before === undefined ? 'Show changes' : 'Hide changes'}
              </Button>
            </>
          )}
        </div>
      ) : null}
    </div>
  );
}

'use client';

import { type FormEvent, useId, useState } from 'react';
import { type ActionAnswer, toErrorShape, unwrap } from '../../lib/client/answer.ts';
import type { Comment } from '../../lib/contract/comment.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { CommentEntry } from './comment-entry.tsx';
import styles from './comments.module.css';

export interface CommentActions {
  add(queryId: string, text: string): Promise<ActionAnswer<Comment>>;
  edit(id: string, text: string): Promise<ActionAnswer<Comment>>;
  resolve(id: string, isResolved: boolean): Promise<ActionAnswer<Comment>>;
  remove(id: string): Promise<ActionAnswer<Comment>>;
}

interface CommentListProps {
  readonly queryId: string;
  readonly version: number;
  /** Oldest first. */
  readonly comments: readonly Comment[];
  readonly actions: CommentActions;
  onChanged(): void;
}

/** What people say about a query, oldest first, and a field for one's own words. Nothing of it is taken as markup. */
export function CommentList({ queryId, version, comments, actions, onChanged }: CommentListProps) {
  const fieldId = useId();
  const [text, setText] = useState('');
  const [showsResolved, setShowsResolved] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const act = async (action: () => Promise<ActionAnswer<Comment>>): Promise<boolean> => {
    setIsBusy(true);
    setError(undefined);
    try {
      unwrap(await action());
      onChanged();
      return true;
    } catch (thrown) {
      setError(toErrorShape(thrown));
      return false;
    } finally {
      setIsBusy(false);
    }
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '' && (await act(() => actions.add(queryId, text)))) setText('');
  };
  const resolved = comments.filter(({ resolvedAt }) => resolvedAt !== undefined).length;
  const shown = comments.filter(({ resolvedAt }) => showsResolved || resolvedAt === undefined);
  return (
    <div className={styles.talk}>
      {resolved === 0 ? null : (
        <Button kind="quiet" aria-pressed={showsResolved} onClick={() => setShowsResolved(!showsResolved)}>
          {showsResolved ? 'Hide resolved' : `Show ${resolved} resolved`}
        </Button>
      )}
      <ol className={styles.list} aria-label="Comments, oldest first">
        {shown.map((comment) => (
          <CommentEntry
            key={comment.id}
            comment={comment}
            newestVersion={version}
            isBusy={isBusy}
            onEdit={(words) => act(() => actions.edit(comment.id, words))}
            onResolve={(isResolved) => void act(() => actions.resolve(comment.id, isResolved))}
            onRemove={() => void act(() => actions.remove(comment.id))}
          />
        ))}
      </ol>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <form className={styles.form} onSubmit={(event) => void add(event)}>
        <label htmlFor={fieldId}>Your comment</label>
        <textarea
          id={fieldId}
          rows={3}
          maxLength={5000}
          value={text}
          placeholder="What should others know about this query?"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
        <Button type="submit" kind="primary" disabled={isBusy || text.trim() === ''}>
          Comment
        </Button>
      </form>
    </div>
  );
}

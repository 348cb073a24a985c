'use client';

import { useState } from 'react';
import type { Comment } from '../../lib/contract/comment.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import styles from './comments.module.css';

interface CommentEntryProps {
  readonly comment: Comment;
  readonly newestVersion: number;
  readonly isBusy: boolean;
  /** Answers whether it was kept. */
  onEdit(text: string): Promise<boolean>;
  onResolve(isResolved: boolean): void;
  onRemove(): void;
}

/** One comment with what may be done to it; a deleted one keeps its place. */
export function CommentEntry({ comment, newestVersion, isBusy, onEdit, onResolve, onRemove }: CommentEntryProps) {
  const [draft, setDraft] = useState<string>();
  const { author, isOwn, text, createdAt, editedAt, resolvedAt, deletedAt, version } = comment;
  if (deletedAt !== undefined)
    return (
      <li className={styles.entry} data-quiet="">
        <p>Deleted by its author on {formatMoment(deletedAt)}</p>
      </li>
    );
  const name = isOwn ? 'You' : author.name || 'Somebody';
  return (
    <li className={styles.entry} data-quiet={resolvedAt === undefined ? undefined : ''}>
      <p className={styles.head}>
        <b>{name}</b> <time dateTime={createdAt}>{formatMoment(createdAt)}</time>
        {version === newestVersion ? null : <span>on version {version}</span>}
        {editedAt === undefined ? null : <span title={formatMoment(editedAt)}>edited</span>}
        {resolvedAt === undefined ? null : <span title={formatMoment(resolvedAt)}>resolved</span>}
      </p>
      {draft === undefined ? (
        <p className={styles.text} dir="auto">
          {text}
        </p>
      ) : (
        <textarea
          aria-label="Edit your comment"
          rows={3}
          maxLength={5000}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      )}
      <p className={styles.actions}>
        {draft === undefined ? (
          <>
            <Button kind="quiet" disabled={isBusy} onClick={() => onResolve(resolvedAt === undefined)}>
              {resolvedAt === undefined ? 'Resolve' : 'Open again'}
            </Button>
            {isOwn ? (
              <>
                <Button kind="quiet" disabled={isBusy} onClick={() => setDraft(text)}>
                  Edit
                </Button>
                <Button kind="quiet" disabled={isBusy} onClick={onRemove}>
                  Delete
                </Button>
              </>
            ) : null}
          </>
        ) : (
          <>
            <Button
              disabled={isBusy || draft.trim() === ''}
              onClick={() => void onEdit(draft).then((isKept) => isKept && setDraft(undefined))}
            >
              Save comment
            </Button>
            <Button kind="quiet" onClick={() => setDraft(undefined)}>
              Leave it as it was
            </Button>
          </>
        )}
      </p>
    </li>
  );
}

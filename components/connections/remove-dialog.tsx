'use client';

import { useEffect, useState } from 'react';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import type { ConnectionActions } from './connection-actions.ts';
import styles from './connections.module.css';

interface RemoveDialogProps {
  readonly id: string;
  readonly actions: Pick<ConnectionActions, 'uses' | 'remove'>;
  onRemoved(): void;
  onClose(): void;
}

const SHOWN = 8;

/** Asks before a connection goes, and says what names it. */
export function RemoveDialog({ id, actions, onRemoved, onClose }: RemoveDialogProps) {
  const [documents, setDocuments] = useState<readonly string[]>();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    let isOpen = true;
    void actions.uses(id).then((answer) => {
      if (!isOpen) return;
      if (answer.ok) setDocuments(answer.value.documents);
      else setError(answer.error);
    });
    return () => {
      isOpen = false;
    };
  }, [id, actions]);
  const remove = async () => {
    setIsBusy(true);
    setError(undefined);
    const answer = await actions.remove(id);
    setIsBusy(false);
    if (answer.ok) onRemoved();
    else setError(answer.error);
  };
  return (
    <Dialog
      isOpen
      title={`Remove ${id}?`}
      description="Its options and kept secrets are deleted. Runs, results and the descriptions of its tables stay; runs that are going end undisturbed."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
            Remove {id}
          </Button>
        </>
      }
    >
      {documents === undefined ? null : (
        <div className={styles.uses}>
          <p>
            {documents.length === 0
              ? 'No document names it.'
              : `${formatCounted(documents.length, 'document')} ${documents.length === 1 ? 'names' : 'name'} it and will not run without it:`}
          </p>
          {documents.length === 0 ? null : (
            <ul>
              {documents.slice(0, SHOWN).map((title, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two documents may share a title
                <li key={index}>{title}</li>
              ))}
              {documents.length > SHOWN ? <li>and {formatCounted(documents.length - SHOWN, 'more', 'more')}</li> : null}
            </ul>
          )}
        </div>
      )}
      {error === undefined ? null : <ErrorNotice error={error} />}
    </Dialog>
  );
}

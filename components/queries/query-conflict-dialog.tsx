'use client';

import { useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query } from '../../lib/contract/query.ts';
import { formatClock, formatDay } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { LineDiffView } from './line-diff-view.tsx';
import styles from './queries.module.css';

interface QueryConflictDialogProps {
  /** As it is kept now. */
  readonly theirs: Query;
  readonly mine: string;
  onOverwrite(): Promise<void>;
  onSaveAsNew(): void;
  onClose(): void;
}

/** The query was saved elsewhere since this tab was opened; nothing has been overwritten yet. Old versions stay either way. */
export function QueryConflictDialog({ theirs, mine, onOverwrite, onSaveAsNew, onClose }: QueryConflictDialogProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const overwrite = async () => {
    setIsBusy(true);
    try {
      await onOverwrite();
    } catch (thrown) {
      setError(toErrorShape(thrown));
      setIsBusy(false);
    }
  };
  const when = `${formatDay(theirs.updatedAt)} ${formatClock(theirs.updatedAt)}`;
  return (
    <Dialog
      isOpen
      width={760}
      title="Saved elsewhere meanwhile"
      description={`“${theirs.title}” became version ${theirs.version} at ${when}, after this tab was opened. Nothing has been overwritten.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={isBusy} onClick={() => void overwrite()}>
            Save mine as version {theirs.version + 1}
          </Button>
          <Button kind="primary" disabled={isBusy} onClick={onSaveAsNew}>
            Save as a new query…
          </Button>
        </>
      }
    >
      <p className={styles.legend}>
        <span data-kind="removed">− their version {theirs.version}</span>
        <span data-kind="added">+ yours</span>
      </p>
      <LineDiffView label="Their version and yours" before={theirs.text} after={mine} />
      {error === undefined ? null : <ErrorNotice error={error} />}
    </Dialog>
  );
}

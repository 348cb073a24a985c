'use client';

import { useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';

interface RemoveRunsDialogProps {
  readonly count: number;
  onRemove(): Promise<void>;
  onClose(): void;
}

/** Asks before runs go for good, and says what goes with them. */
export function RemoveRunsDialog({ count, onRemove, onClose }: RemoveRunsDialogProps) {
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const remove = async () => {
    setIsBusy(true);
    try {
      await onRemove();
    } catch (thrown) {
      setError(toErrorShape(thrown));
      setIsBusy(false);
    }
  };
  const runs = formatCounted(count, 'run');
  return (
    <Dialog
      isOpen
      title={`Delete ${runs}?`}
      description="Text, ledger, stored rows and figures go for good; links that show them open nothing any more. Saved queries and tabs stay."
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep</Button>
          <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
            Delete {runs}
          </Button>
        </>
      }
    >
      {error === undefined ? null : <ErrorNotice error={error} />}
    </Dialog>
  );
}

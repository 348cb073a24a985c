'use client';

import { useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';

interface RemoveQueryDialogProps {
  readonly title: string;
  readonly versions: number;
  readonly shares: number;
  onRemove(): Promise<void>;
  onClose(): void;
}

/** Asks before a query goes for good, and says what goes with it. */
export function RemoveQueryDialog({ title, versions, shares, onRemove, onClose }: RemoveQueryDialogProps) {
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
  const parts = [formatCounted(versions, 'version'), ...(shares === 0 ? [] : [formatCounted(shares, 'link')])];
  return (
    <Dialog
      isOpen
      title={`Delete “${title}”?`}
      description={`Its ${parts.join(' and ')} ${versions + shares === 1 ? 'goes' : 'go'} with it for good. Tabs, runs and results stay.`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" disabled={isBusy} onClick={() => void remove()}>
            Delete query
          </Button>
        </>
      }
    >
      {error === undefined ? null : <ErrorNotice error={error} />}
    </Dialog>
  );
}

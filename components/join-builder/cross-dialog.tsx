'use client';

import { formatEstimate } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import type { InputView } from './input-view.ts';

interface CrossDialogProps {
  readonly left: readonly InputView[];
  readonly right: InputView | undefined;
  readonly leftName: string;
  readonly rightName: string;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before every row is put beside every row, with what that makes. */
export function CrossDialog({ left, right, leftName, rightName, onConfirm, onClose }: CrossDialogProps) {
  const one = left.length === 1 ? left[0]?.rows?.value : undefined;
  const other = right?.rows?.value;
  const expected = one === undefined || other === undefined ? undefined : one * other;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Every row with every row?"
      description={
        expected === undefined
          ? `A cross join puts every row of ${leftName} beside every row of ${rightName}. How many rows that makes is not known beforehand.`
          : `A cross join puts every row of ${leftName} beside every row of ${rightName}: ${formatEstimate(expected)} rows. The keys of this step go.`
      }
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" onClick={onConfirm}>
            Make a cross join
          </Button>
        </>
      }
    />
  );
}

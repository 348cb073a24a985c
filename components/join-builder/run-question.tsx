'use client';

import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { GUARD_ROWS } from './row-bound.ts';
import { guardWords, type RunQuestion } from './run-check.ts';

interface RunQuestionProps {
  readonly question: (RunQuestion & { readonly rowLimit: number | null }) | undefined;
  onRun(rowLimit: number | null): void;
  onClose(): void;
}

/** Asks before a join runs that may give very many rows; without a limit it offers one. */
export function RunQuestionDialog({ question, onRun, onClose }: RunQuestionProps) {
  const isUnlimited = question?.rowLimit === null;
  return (
    <Dialog
      isOpen={question !== undefined}
      onClose={onClose}
      width={isUnlimited ? 520 : 440}
      title={question?.expected === undefined ? 'This join may make very many rows' : 'This join makes very many rows'}
      description={question?.message ?? ''}
      actions={
        <>
          <Button onClick={() => onRun(question?.rowLimit ?? null)}>
            {isUnlimited ? 'Run for all rows' : 'Run anyway'}
          </Button>
          {isUnlimited ? <Button onClick={() => onRun(GUARD_ROWS)}>{guardWords}</Button> : null}
          <Button kind="primary" onClick={onClose}>
            Go back
          </Button>
        </>
      }
    />
  );
}

'use client';

import { Play, Square } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';

interface RunControlsProps {
  /** What the button does, or what goes on. */
  readonly words: string;
  /** The keys that do the same, as the bar shows them. */
  readonly keys: ReactNode;
  readonly canRun: boolean;
  /** Why not, in words, for whoever points at the button. */
  readonly cannotRun: string;
  readonly isBusy: boolean;
  onRun(): void;
  onStop(): void;
}

/** Run and Stop, side by side in the same place of every bar. */
export function RunControls({ words, keys, canRun, cannotRun, isBusy, onRun, onStop }: RunControlsProps) {
  return (
    <>
      <Button
        kind="primary"
        disabled={!canRun || isBusy}
        title={isBusy || canRun ? undefined : cannotRun}
        onClick={onRun}
      >
        {isBusy ? <Spinner /> : <Play size={13} fill="currentColor" aria-hidden="true" />}
        {words}
        {keys}
      </Button>
      <Button disabled={!isBusy} onClick={onStop}>
        <Square size={11} fill="currentColor" aria-hidden="true" />
        Stop
      </Button>
    </>
  );
}

const all = 'all';
const limits = [100, 1_000, 10_000, 100_000, 1_000_000];

interface RowLimitProps {
  readonly rowLimit: number | null;
  onRowLimit(rowLimit: number | null): void;
}

/** How many rows a run keeps; a limit that is none of the usual ones is listed too. */
export function RowLimit({ rowLimit, onRowLimit }: RowLimitProps) {
  const options = [...new Set([...limits, rowLimit ?? 1_000])]
    .sort((one, other) => one - other)
    .map((limit) => ({ value: String(limit), label: `${formatCount(limit)} rows` }));
  return (
    <Select
      label="Row limit"
      value={rowLimit === null ? all : String(rowLimit)}
      options={[...options, { value: all, label: 'All rows' }]}
      onChange={(value) => onRowLimit(value === all ? null : Number(value))}
    />
  );
}

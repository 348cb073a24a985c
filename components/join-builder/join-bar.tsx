'use client';

import { Play, Redo2, Sparkles, Square, SquareArrowOutUpRight, Undo2 } from 'lucide-react';
import { formatCount } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './builder.module.css';

interface JoinBarProps {
  readonly canRun: boolean;
  readonly isRunning: boolean;
  /** Measured before it runs. */
  readonly isChecking: boolean;
  readonly rowLimit: number | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly hasSql: boolean;
  /** `Ctrl Enter` as this machine's keyboard has it. */
  readonly runKeys: string;
  onRun(): void;
  onStop(): void;
  onRowLimit(rowLimit: number | null): void;
  onUndo(): void;
  onRedo(): void;
  onOpenSql(): void;
  /** Opens the suggestions; undefined where there is nothing to suggest for. */
  readonly onSuggest: (() => void) | undefined;
}

const all = 'all';
const limits = [100, 1_000, 10_000, 100_000, 1_000_000];

/** Run and Stop in the places where the editor has them too; then what becomes of the join. */
export function JoinBar(props: JoinBarProps) {
  const { canRun, isRunning, isChecking, rowLimit } = props;
  const isBusy = isRunning || isChecking;
  const options = [...new Set([...limits, rowLimit ?? 1_000])]
    .sort((one, other) => one - other)
    .map((limit) => ({ value: String(limit), label: `${formatCount(limit)} rows` }));
  return (
    <div className={styles.bar} role="toolbar" aria-label="Run">
      <Button kind="primary" disabled={!canRun || isBusy} onClick={props.onRun}>
        {isBusy ? <Spinner /> : <Play size={13} fill="currentColor" aria-hidden="true" />}
        {isChecking ? 'Measuring first' : isRunning ? 'Running' : 'Run join'}
        <span className={styles.key} aria-hidden="true">
          {props.runKeys}
        </span>
      </Button>
      <Button disabled={!isBusy} onClick={props.onStop}>
        <Square size={11} fill="currentColor" aria-hidden="true" />
        Stop
      </Button>
      <Select
        label="Row limit"
        value={rowLimit === null ? all : String(rowLimit)}
        options={[...options, { value: all, label: 'All rows' }]}
        onChange={(value) => props.onRowLimit(value === all ? null : Number(value))}
      />
      <span className={styles.spacer} />
      <Button
        kind="quiet"
        isIcon
        aria-label="Undo"
        title="Undo (Ctrl Z)"
        disabled={!props.canUndo}
        onClick={props.onUndo}
      >
        <Undo2 size={15} aria-hidden="true" />
      </Button>
      <Button
        kind="quiet"
        isIcon
        aria-label="Redo"
        title="Redo (Ctrl Shift Z)"
        disabled={!props.canRedo}
        onClick={props.onRedo}
      >
        <Redo2 size={15} aria-hidden="true" />
      </Button>
      {props.onSuggest === undefined ? null : (
        <Button onClick={props.onSuggest}>
          <Sparkles size={14} aria-hidden="true" /> Suggest join
        </Button>
      )}
      <Button disabled={!props.hasSql} onClick={props.onOpenSql}>
        <SquareArrowOutUpRight size={14} aria-hidden="true" /> Open as SQL
      </Button>
    </div>
  );
}

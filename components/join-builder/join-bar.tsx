'use client';

import { type LucideIcon, Redo2, Route, Sparkles, SquareArrowOutUpRight, Undo2 } from 'lucide-react';
import { keysText } from '../palette/commands.ts';
import { RowLimit, RunControls } from '../results/run-controls.tsx';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './builder.module.css';

interface JoinBarProps {
  readonly canRun: boolean;
  /** Why not, in words. */
  readonly cannotRun: string;
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
  readonly isExplaining: boolean;
  onExplain(): void;
  /** Opens the suggestions; undefined where there is nothing to suggest for. */
  readonly onSuggest: (() => void) | undefined;
}

/** Run and Stop in the places where the editor has them too; then what becomes of the join. */
export function JoinBar(props: JoinBarProps) {
  const { canRun, isRunning, isChecking, rowLimit } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label="Run">
      <RunControls
        words={isChecking ? 'Measuring first' : isRunning ? 'Running' : 'Run join'}
        keys={
          <span className={styles.key} aria-hidden="true">
            {props.runKeys}
          </span>
        }
        canRun={canRun}
        cannotRun={props.cannotRun}
        isBusy={isRunning || isChecking}
        onRun={props.onRun}
        onStop={props.onStop}
      />
      <RowLimit rowLimit={rowLimit} onRowLimit={props.onRowLimit} />
      <span className={styles.spacer} />
      <StepButton label="Undo" keys="mod+z" Icon={Undo2} canDo={props.canUndo} onClick={props.onUndo} />
      <StepButton label="Redo" keys="mod+shift+z" Icon={Redo2} canDo={props.canRedo} onClick={props.onRedo} />
      <Button
        kind="quiet"
        disabled={!canRun || props.isExplaining}
        title="Which query would go to which source; runs nothing"
        onClick={props.onExplain}
      >
        {props.isExplaining ? <Spinner /> : <Route size={14} aria-hidden="true" />}
        <span className={styles.wide}>Explain</span>
      </Button>
      {props.onSuggest === undefined ? null : (
        <Button title="Which columns join these tables" onClick={props.onSuggest}>
          <Sparkles size={14} aria-hidden="true" />
          <span className={styles.wide}>Suggest join</span>
        </Button>
      )}
      <Button disabled={!props.hasSql} title="Opens the statement in a tab of its own" onClick={props.onOpenSql}>
        <SquareArrowOutUpRight size={14} aria-hidden="true" />
        <span className={styles.wide}>Open as SQL</span>
      </Button>
    </div>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly keys: string;
  readonly Icon: LucideIcon;
  readonly canDo: boolean;
  onClick(): void;
}

function StepButton({ label, keys, Icon, canDo, onClick }: StepButtonProps) {
  return (
    <Button
      kind="quiet"
      isIcon
      aria-label={label}
      title={`${label} (${keysText(keys)})`}
      disabled={!canDo}
      onClick={onClick}
    >
      <Icon size={15} aria-hidden="true" />
    </Button>
  );
}

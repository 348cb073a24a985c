'use client';

import { X } from 'lucide-react';
import type { Ref } from 'react';
import type { JoinPart } from '../../lib/client/joins.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Measured, XrayFrame } from '../../lib/contract/join-xray.ts';
import type { Explanation, Run } from '../../lib/contract/run.ts';
import { formatCount, formatEstimate } from '../../lib/format/number.ts';
import { RunPanel } from '../results/run-panel.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './builder.module.css';

export interface PartCounts {
  readonly counts: ReadonlyMap<JoinPart, number>;
  readonly isCounting: boolean;
}

interface JoinResultsProps {
  readonly ref: Ref<HTMLElement>;
  readonly run: Run | undefined;
  readonly readError: ErrorShape | undefined;
  readonly startError: ErrorShape | undefined;
  /** What the join would send, if that was asked for last. */
  readonly explanation: Explanation | undefined;
  /** The part that is shown instead of the join's own rows. */
  readonly part: JoinPart | undefined;
  /** The step has sides that match or not, and the join has run. */
  readonly hasParts: boolean;
  readonly leftName: string;
  readonly rightName: string;
  /** What the X-ray has found of this step. */
  readonly frame: XrayFrame | undefined;
  readonly exact: PartCounts;
  onPart(part: JoinPart): void;
  onWhole(): void;
  onCount(): void;
  onDismissError(): void;
  onRerun(options?: { readonly rowLimit: number | null }): void;
  onShowError(): void;
  onClose(): void;
}

/** Rows of the join, and behind a click those that matched and those of each side that did not. */
export function JoinResults(props: JoinResultsProps) {
  const { ref, run, readError, startError, part, hasParts, leftName, rightName, frame, exact } = props;
  const { connections } = useConnections();
  const parts: readonly { readonly part: JoinPart; readonly words: string; readonly found: Measured | undefined }[] = [
    { part: 'matched', words: 'matched', found: frame?.left.matchedRows },
    { part: 'leftOnly', words: `${leftName} only`, found: rest(frame?.left.rows, frame?.left.matchedRows) },
    { part: 'rightOnly', words: `${rightName} only`, found: rest(frame?.right.rows, frame?.right.matchedRows) },
  ];
  const needsCount = hasParts && parts.some((one) => !exact.counts.has(one.part) && one.found?.isExact !== true);
  return (
    <section ref={ref} className={styles.results} aria-label="Results" tabIndex={-1}>
      {startError === undefined ? null : (
        <ErrorNotice
          error={startError}
          actions={
            <Button onClick={props.onDismissError}>
              <X size={13} aria-hidden="true" /> Dismiss
            </Button>
          }
        />
      )}
      <div className={styles.parts} role="toolbar" aria-label="Rows shown">
        <button type="button" className={styles.part} aria-pressed={part === undefined} onClick={props.onWhole}>
          Joined rows
        </button>
        {hasParts
          ? parts.map((one) => (
              <button
                key={one.part}
                type="button"
                className={styles.part}
                aria-pressed={part === one.part}
                title={`Show the rows: ${one.words}`}
                onClick={() => props.onPart(one.part)}
              >
                {one.words} <b>{countText(exact.counts.get(one.part), one.found)}</b>
              </button>
            ))
          : null}
        {exact.isCounting ? <Spinner label="Counting" /> : null}
        {needsCount && !exact.isCounting ? (
          <button type="button" className={styles.part} onClick={props.onCount} title="Counts the three at the sources">
            Count exactly
          </button>
        ) : null}
        <span className={styles.spacer} />
        <Button kind="quiet" isIcon aria-label="Close results" title="Close results" onClick={props.onClose}>
          <X size={14} aria-hidden="true" />
        </Button>
      </div>
      <RunPanel
        run={run}
        readError={readError}
        connections={connections}
        explanation={props.explanation}
        onRerun={props.onRerun}
        onShowError={props.onShowError}
      />
    </section>
  );
}

function rest(rows: Measured | undefined, matched: Measured | undefined): Measured | undefined {
  if (rows === undefined || matched === undefined) return undefined;
  return { value: Math.max(0, rows.value - matched.value), isExact: rows.isExact && matched.isExact };
}

function countText(exact: number | undefined, found: Measured | undefined): string {
  if (exact !== undefined) return formatCount(exact);
  if (found === undefined) return '';
  return found.isExact ? formatCount(found.value) : formatEstimate(found.value);
}

'use client';

import { ChevronDown, ChevronRight, Ellipsis, Pin, RotateCw, SquareArrowOutUpRight } from 'lucide-react';
import { useState } from 'react';
import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import { FEDERATED, isEnded, type Run } from '../../lib/contract/run.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { runStageWords } from '../../lib/format/stage-words.ts';
import { formatClock, formatMoment } from '../../lib/format/time.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { useWho } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { MarkedWords } from '../ui/marked-words.tsx';
import { Menu } from '../ui/menu.tsx';
import { Origin } from '../ui/origin.tsx';
import styles from './history.module.css';
import { hitLine, oneLine, rowWords, sourcesOf } from './history-list.ts';
import { RunStatusMark } from './run-status.tsx';

interface HistoryRowProps {
  readonly run: Run;
  /** Of the search that found it. */
  readonly words: readonly string[];
  readonly isChosen: boolean;
  /** An action of this or another row is under way. */
  readonly isBusy: boolean;
  connectionOf(id: string): ConnectionSummary | undefined;
  onChoose(isChosen: boolean): void;
  onOpen(): void;
  onRerun(): void;
  onSave(): void;
  onShare(): void;
  onPin(isPinned: boolean): void;
  onSameKind(): void;
  onRemove(): void;
}

/** One run: when, how it ended, its text (in one line, all of it when unfolded), where it read, how much and how long. */
export function HistoryRow(props: HistoryRowProps) {
  const { run, words, isChosen, isBusy, connectionOf, onChoose, onOpen, onRerun } = props;
  const [isUnfolded, setIsUnfolded] = useState(false);
  const line = oneLine(run.text);
  const hasEnded = isEnded(run.status);
  const isPinned = run.isPinned === true;
  const isOthers = run.owner !== undefined;
  const maySave = useWho().person.role !== 'viewer';
  return (
    <li className={styles.item} data-chosen={isChosen ? '' : undefined}>
      <div className={styles.row}>
        <input
          type="checkbox"
          className={styles.choose}
          aria-label={`Choose: ${line}`}
          checked={isChosen}
          disabled={isOthers}
          onChange={(event) => onChoose(event.target.checked)}
        />
        <time className={styles.time} dateTime={run.startedAt} title={run.startedAt}>
          {formatClock(run.startedAt)}
        </time>
        <RunStatusMark status={run.status} />
        <button
          type="button"
          data-history-row=""
          className={styles.text}
          aria-expanded={isUnfolded}
          onClick={() => setIsUnfolded(!isUnfolded)}
        >
          {isUnfolded ? <ChevronDown size={13} aria-hidden="true" /> : <ChevronRight size={13} aria-hidden="true" />}
          {isPinned ? <Pin size={12} className={styles.pinned} aria-label="Pinned" /> : null}
          <span>
            <MarkedWords text={hitLine(run.text, words)} words={words} />
          </span>
        </button>
        <span className={styles.sources}>
          {run.owner === undefined ? null : (
            <span className={styles.owner}>{run.owner.name || 'Somebody who left'}</span>
          )}
          {sourcesOf(run).map((id) => (
            <span key={id} className={styles.source}>
              <Origin color={connectionOf(id)?.color} />
              {id}
            </span>
          ))}
        </span>
        <span className={styles.figure}>{rowWords(run)}</span>
        <span className={styles.figure}>{hasEnded ? formatDuration(run.timings.totalMs) : ''}</span>
        <span className={styles.actions}>
          <Button
            kind="quiet"
            disabled={isBusy}
            aria-label={`Open: ${line}`}
            title={
              hasRows(run) ? 'Opens the text and the stored result in a tab; nothing runs' : 'Opens the text in a tab'
            }
            onClick={onOpen}
          >
            <SquareArrowOutUpRight size={14} aria-hidden="true" />
            Open
          </Button>
          <Button kind="quiet" disabled={isBusy} aria-label={`Run again: ${line}`} onClick={onRerun}>
            <RotateCw size={14} aria-hidden="true" />
            Run again
          </Button>
          <Menu
            trigger={
              <Button kind="quiet" isIcon disabled={isBusy} aria-label={`More for: ${line}`} title="More">
                <Ellipsis size={14} aria-hidden="true" />
              </Button>
            }
            entries={[
              { label: 'Save as query…', isDisabled: !maySave, run: props.onSave },
              { label: 'Share by link…', isDisabled: isOthers || !maySave, run: props.onShare },
              {
                label: isPinned ? 'Unpin' : 'Pin: keep beyond retention',
                isDisabled: isOthers,
                run: () => props.onPin(!isPinned),
              },
              { label: 'Runs of the same kind', isDisabled: run.fingerprint === undefined, run: props.onSameKind },
              null,
              { label: 'Delete…', isDisabled: !hasEnded || isOthers, run: props.onRemove },
            ]}
          />
        </span>
      </div>
      {run.error === undefined ? null : (
        <p className={styles.error}>
          <MarkedWords text={run.error.message} words={words} />
        </p>
      )}
      {isUnfolded ? (
        <div className={styles.whole}>
          <div className={styles.sqlBox}>
            <pre className={styles.sql}>
              <MarkedWords text={run.text} words={words} />
            </pre>
            <CopyButton text={run.text} label="Copy SQL" />
          </div>
          <p className={styles.about}>{factsOf(run).join(' · ')}</p>
        </div>
      ) : null}
    </li>
  );
}

const hasRows = ({ hasResult, resultExpiredAt, owner }: Run): boolean =>
  hasResult && resultExpiredAt === undefined && owner === undefined;

/** `1,000+ rows`: there were more than the limit let through. */
function factsOf(run: Run): string[] {
  const { target, rowLimit, status, parameters = [] } = run;
  const kept =
    run.owner !== undefined
      ? `its result is ${run.owner.name || 'its owner'}’s alone`
      : run.resultExpiredAt === undefined
        ? run.hasResult
          ? 'result kept'
          : 'no result kept'
        : `its rows were dropped on ${formatMoment(run.resultExpiredAt)}: run it again to have them`;
  return [
    target === FEDERATED ? 'Across connections' : `In the dialect of ${target}`,
    rowLimit === null ? 'no row limit' : `at most ${formatCounted(rowLimit, 'row')}`,
    ...(isEnded(status) ? [runStageWords(run)] : []),
    ...(parameters.length === 0
      ? []
      : [parameters.map(({ name, value }) => `${name} = ${value === null ? 'NULL' : String(value)}`).join(', ')]),
    kept,
  ];
}

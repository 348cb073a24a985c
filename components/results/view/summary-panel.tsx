'use client';

import { X } from 'lucide-react';
import type { ColumnSummary, ResultFilter, ResultView } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { formatCell } from '../../../lib/format/cell.ts';
import { type ColumnKind, columnKind } from '../../../lib/format/column-kind.ts';
import { formatCount, groupDigits } from '../../../lib/format/number.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useSummary } from './use-summary.ts';
import styles from './view.module.css';

interface SummaryPanelProps {
  readonly run: Run;
  readonly column: number;
  readonly view: ResultView;
  onFilter(filters: readonly ResultFilter[]): void;
  onClose(): void;
}

const share = (part: number, whole: number): string => {
  if (whole === 0 || part === 0) return '0%';
  const percent = (100 * part) / whole;
  return percent < 0.1 ? '< 0.1%' : percent > 99.9 && part < whole ? '> 99.9%' : `${percent.toFixed(1)}%`;
};

/** Figures of one column over the rows shown. Clicking a value or a bar shows its rows. */
export function SummaryPanel({ run, column, view, onFilter, onClose }: SummaryPanelProps) {
  const about = run.columns[column];
  const { state, error } = useSummary(run.id, column, view);
  const kind = columnKind(about?.type ?? '');
  return (
    <aside
      className={styles.panel}
      aria-label={`Summary of ${about?.label ?? ''}`}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header className={styles.panelHeader}>
        <h2>{about?.label}</h2>
        <Button kind="quiet" isIcon aria-label="Close the summary" onClick={onClose}>
          <X size={14} aria-hidden="true" />
        </Button>
      </header>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {state === undefined ? (
        error === undefined ? (
          <p className={styles.wait}>
            <Spinner /> Counting…
          </p>
        ) : null
      ) : (
        <Figures state={state} kind={kind} onFilter={onFilter} />
      )}
    </aside>
  );
}

interface FiguresProps {
  readonly state: ColumnSummary;
  readonly kind: ColumnKind;
  onFilter(filters: readonly ResultFilter[]): void;
}

function Figures({ state, kind, onFilter }: FiguresProps) {
  const { rows, nulls, distinct, isDistinctExact, min, max, mean, top, bars, column } = state;
  const show = ({ value }: { readonly value: ColumnSummary['top'][number]['value'] }) =>
    value === null ? 'NULL' : value === '' ? "''" : formatCell(value, kind);
  const highest = Math.max(1, ...bars.map((bar) => bar.count));
  const between = (index: number): readonly ResultFilter[] => {
    const bar = bars[index];
    if (bar === undefined) return [];
    if (index === bars.length - 1) return [{ column, operator: 'between', values: [bar.from.text, bar.to.text] }];
    return [
      { column, operator: 'at_least', values: [bar.from.text] },
      { column, operator: 'less', values: [bar.to.text] },
    ];
  };
  return (
    <div className={styles.figures}>
      <dl>
        <div>
          <dt>Rows</dt>
          <dd>{formatCount(rows)}</dd>
        </div>
        <div>
          <dt>NULL</dt>
          <dd>
            {nulls > 0 ? (
              <button
                type="button"
                className={styles.link}
                onClick={() => onFilter([{ column, operator: 'is_null', values: [] }])}
              >
                {formatCount(nulls)} ({share(nulls, rows)})
              </button>
            ) : (
              '0'
            )}
          </dd>
        </div>
        <div>
          <dt>Distinct</dt>
          <dd title={isDistinctExact ? 'Counted' : 'Estimated: counting this many values one by one would take long'}>
            {isDistinctExact ? formatCount(distinct) : `≈ ${formatCount(distinct)}, estimated`}
          </dd>
        </div>
        {min === undefined ? null : (
          <div>
            <dt>Min</dt>
            <dd data-empty={min.value === '' || undefined}>{show(min)}</dd>
          </div>
        )}
        {max === undefined ? null : (
          <div>
            <dt>Max</dt>
            <dd data-empty={max.value === '' || undefined}>{show(max)}</dd>
          </div>
        )}
        {mean === undefined ? null : (
          <div>
            <dt>Mean</dt>
            <dd>{groupDigits(String(Number(mean.toPrecision(12))))}</dd>
          </div>
        )}
      </dl>
      {bars.length === 0 ? null : (
        <ul className={styles.bars} aria-label="Rows by value">
          {bars.map((bar, index) => {
            const text = `${show(bar.from)} to ${show(bar.to)}: ${formatCount(bar.count)}`;
            return (
              <li key={bar.from.text}>
                <button
                  type="button"
                  title={text}
                  aria-label={text}
                  disabled={bar.count === 0}
                  onClick={() => onFilter(between(index))}
                >
                  <span style={{ height: `${(100 * bar.count) / highest}%` }} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {top.length === 0 ? null : (
        <>
          <h3>{state.isTopExact ? 'Most frequent' : 'Most frequent, by estimate'}</h3>
          <ul className={styles.top}>
            {top.map((value) => (
              <li key={value.text}>
                <button
                  type="button"
                  style={{ '--p': `${(100 * value.count) / Math.max(1, rows)}%` } as React.CSSProperties}
                  onClick={() => onFilter([{ column, operator: 'equals', values: [value.text] }])}
                >
                  <span data-empty={value.value === '' || undefined}>{show(value)}</span>
                  <small>{formatCount(value.count)}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

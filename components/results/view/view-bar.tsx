'use client';

import { Filter, X } from 'lucide-react';
import { isWhole } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { columnKind } from '../../../lib/format/column-kind.ts';
import { formatCount, formatCounted } from '../../../lib/format/number.ts';
import { Button } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { ShownRowsState } from './use-shown-rows.ts';
import styles from './view.module.css';
import { dropFilter, placeNulls, sortBy } from './view-edits.ts';
import { filterText, sortText } from './view-words.ts';

interface ViewBarProps {
  readonly run: Run;
  readonly shown: ShownRowsState;
  onEditFilter(index: number): void;
}

/** Says that the rows shown are a part of the stored result or in another order; each filter and key as a chip. Nothing while all is as stored. */
export function ViewBar({ run, shown, onEditFilter }: ViewBarProps) {
  const { view, rows, pending, error, change } = shown;
  if (isWhole(view) && pending === undefined && error === undefined) return null;
  const { columns } = run;
  return (
    <section className={styles.bar} aria-label="Sort and filters">
      {view.filters.map((filter, index) => {
        const text = filterText(filter, columns, columnKind(columns[filter.column]?.type ?? ''));
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a filter has no other identity than its place
          <span key={index} className={styles.chip}>
            <button
              type="button"
              className={styles.chipText}
              onClick={() => onEditFilter(index)}
              title="Change this filter"
            >
              <Filter size={11} aria-hidden="true" /> {text}
            </button>
            <button
              type="button"
              className={styles.chipDrop}
              aria-label={`Remove the filter ${text}`}
              onClick={() => change(dropFilter(view, index))}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </span>
        );
      })}
      {view.sort.map((sort) => {
        const text = sortText(sort, columns);
        const other = sort.nulls === 'first' ? 'last' : 'first';
        return (
          <span key={sort.column} className={styles.chip}>
            <button
              type="button"
              className={styles.chipText}
              title={`NULL comes ${sort.nulls}. Click to put it ${other}.`}
              aria-label={`${text}: NULL comes ${sort.nulls}, put it ${other}`}
              onClick={() => change(placeNulls(view, sort.column, other))}
            >
              {text}
            </button>
            <button
              type="button"
              className={styles.chipDrop}
              aria-label={`Do not sort by ${columns[sort.column]?.label}`}
              onClick={() => change(sortBy(view, sort.column, undefined, true))}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </span>
        );
      })}
      <span role="status" className={styles.told} data-tone={error === undefined ? 'plain' : 'danger'}>
        {pending !== undefined ? (
          <>
            <Spinner /> Sorting and filtering {formatCounted(run.rows, 'stored row')}…
          </>
        ) : error !== undefined ? (
          `${error.message} ${error.hint ?? ''}`
        ) : (
          <>
            {view.filters.length > 0 ? (
              <b>
                {formatCount(rows)} of {formatCounted(run.rows, 'row')}
              </b>
            ) : (
              <b>All {formatCounted(rows, 'row')}</b>
            )}
            {', from the stored result; the statement did not run again'}
          </>
        )}
      </span>
      {pending !== undefined ? (
        <Button kind="quiet" onClick={shown.stop}>
          Stop
        </Button>
      ) : null}
      {error !== undefined ? (
        <Button kind="quiet" onClick={shown.dismissError}>
          Dismiss
        </Button>
      ) : null}
      {isWhole(view) ? null : (
        <Button kind="quiet" onClick={() => change({ sort: [], filters: [] })}>
          Clear
        </Button>
      )}
    </section>
  );
}

'use client';

import { useState } from 'react';
import type { JsonCell, ResultFilter } from '../../../lib/contract/result.ts';
import type { Run } from '../../../lib/contract/run.ts';
import type { ColumnActions } from '../grid/column-actions.ts';
import { type GridStatus, ResultGrid } from '../grid/result-grid.tsx';
import type { Connections } from '../sources.ts';
import { FilterDialog } from './filter-dialog.tsx';
import { SummaryPanel } from './summary-panel.tsx';
import type { ShownRowsState } from './use-shown-rows.ts';
import styles from './view.module.css';
import { ViewBar } from './view-bar.tsx';
import { nextDirection, placeNulls, putFilter, refilter, sortBy } from './view-edits.ts';

interface StoredRowsProps {
  /** Mount anew for another run. */
  readonly run: Run;
  readonly shown: ShownRowsState;
  readonly connections: Connections;
  onStatus(status: GridStatus): void;
}

const valueFilter = (column: number, value: JsonCell, without: boolean): ResultFilter => {
  if (value === null) return { column, operator: without ? 'is_not_null' : 'is_null', values: [] };
  return { column, operator: without ? 'not_equals' : 'equals', values: [String(value)] };
};

/** The stored rows with what shapes their showing: sort keys, filters, the summary of a column. */
export function StoredRows({ run, shown, connections, onStatus }: StoredRowsProps) {
  const { change } = shown;
  /** The newest wish counts, shown or still on its way. */
  const view = shown.pending ?? shown.view;
  const [summaryOf, setSummaryOf] = useState<number>();
  const [edited, setEdited] = useState<{ readonly column: number; readonly at: number | undefined }>();
  const actions: ColumnActions = {
    toggleSort: (column, add) => change(sortBy(view, column, nextDirection(view, column), add)),
    sort: (column, direction) => change(sortBy(view, column, direction, direction === undefined)),
    placeNulls: (column, nulls) => change(placeNulls(view, column, nulls)),
    editFilter: (column) => setEdited({ column, at: undefined }),
    onlyValue: (column, value, without) => change(putFilter(view, valueFilter(column, value, without))),
    summarize: setSummaryOf,
  };
  return (
    <>
      <ViewBar
        run={run}
        shown={shown}
        onEditFilter={(at) => {
          const filter = view.filters[at];
          if (filter !== undefined) setEdited({ column: filter.column, at });
        }}
      />
      <div className={styles.split}>
        <ResultGrid
          key={JSON.stringify(shown.view)}
          run={run}
          shown={shown}
          actions={actions}
          connections={connections}
          onStatus={onStatus}
        />
        {summaryOf === undefined ? null : (
          <SummaryPanel
            run={run}
            column={summaryOf}
            view={shown.view}
            onFilter={(filters) => change(refilter(view, summaryOf, filters))}
            onClose={() => setSummaryOf(undefined)}
          />
        )}
      </div>
      {edited === undefined ? null : (
        <FilterDialog
          key={`${edited.column} ${edited.at}`}
          run={run}
          column={edited.column}
          filter={edited.at === undefined ? undefined : view.filters[edited.at]}
          view={view}
          onApply={(filter) => {
            change(putFilter(view, filter, edited.at));
            setEdited(undefined);
          }}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

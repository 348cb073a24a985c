'use client';

import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Run } from '../../lib/contract/run.ts';
import { formatDay } from '../../lib/format/time.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { PageScroll } from '../ui/page.tsx';
import styles from './history.module.css';
import { groupByDay } from './history-list.ts';
import { HistoryRow } from './history-row.tsx';
import type { useHistory } from './use-history.ts';

interface HistoryListProps {
  readonly history: ReturnType<typeof useHistory>;
  readonly isFiltered: boolean;
  /** Of the search. */
  readonly words: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly isBusy: boolean;
  onChoose(runId: string, isChosen: boolean): void;
  onOpen(run: Run): void;
  onRerun(run: Run): void;
  onSave(run: Run): void;
  onShare(run: Run): void;
  onPin(run: Run, isPinned: boolean): void;
  onSameKind(run: Run): void;
  onRemove(run: Run): void;
}

/** The runs by day, with what is said when there are none, and the way to older ones. */
export function HistoryList({ history, isFiltered, words, chosen, isBusy, ...on }: HistoryListProps) {
  const { byId } = useConnections();
  const { items, error, answer, nextCursor } = history;
  const isEmpty = history.hasAnswer && items.length === 0 && error === undefined && nextCursor === undefined;
  return (
    <PageScroll>
      {error === undefined ? null : (
        <ErrorNotice error={error} actions={<Button onClick={history.reload}>Try again</Button>} />
      )}
      {isEmpty ? (
        <EmptyState title={isFiltered ? 'No run matches' : 'Nothing has run yet'}>
          {isFiltered
            ? 'Search looks at the whole text of a run and at its error. Try fewer words or another filter.'
            : 'Run a statement in the workbench: each run is kept here with its text, its figures and its result.'}
        </EmptyState>
      ) : null}
      {groupByDay(items, new Date()).map(({ day, runs }) => (
        <section key={day} aria-label={day}>
          <h2 className={styles.day}>{day}</h2>
          <ul className={styles.list} onKeyDown={moveBetweenRows}>
            {runs.map((run) => (
              <HistoryRow
                key={run.id}
                run={run}
                words={words}
                isChosen={chosen.has(run.id)}
                isBusy={isBusy}
                connectionOf={byId}
                onChoose={(isChosen) => on.onChoose(run.id, isChosen)}
                onOpen={() => on.onOpen(run)}
                onRerun={() => on.onRerun(run)}
                onSave={() => on.onSave(run)}
                onShare={() => on.onShare(run)}
                onPin={(isPinned) => on.onPin(run, isPinned)}
                onSameKind={() => on.onSameKind(run)}
                onRemove={() => on.onRemove(run)}
              />
            ))}
          </ul>
        </section>
      ))}
      {nextCursor === undefined ? null : (
        <More isLoading={history.isLoading} searchedTo={answer?.searchedTo} onReach={history.loadMore} />
      )}
    </PageScroll>
  );
}

/** Up and Down go from run to run, across the days. */
function moveBetweenRows(event: KeyboardEvent<HTMLElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...document.querySelectorAll<HTMLElement>('[data-history-row]')];
  const item = event.target instanceof Element ? event.target.closest('li') : null;
  const at = rows.findIndex((row) => item?.contains(row));
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

interface MoreProps {
  readonly isLoading: boolean;
  /** How far back a search has looked. */
  readonly searchedTo: string | undefined;
  onReach(): void;
}

/** The end of what is loaded: reading goes on by itself when it comes into view; the button is there for those who do not scroll. */
function More({ isLoading, searchedTo, onReach }: MoreProps) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onReach(), { rootMargin: '400px' });
    observer.observe(element);
    return () => observer.disconnect();
  }, [onReach]);
  return (
    <div ref={end} className={styles.more}>
      {searchedTo === undefined ? null : <span role="status">Looked back to {formatDay(searchedTo)}</span>}
      <Button kind="quiet" disabled={isLoading} onClick={onReach}>
        {isLoading ? 'Reading more…' : 'Show older runs'}
      </Button>
    </div>
  );
}

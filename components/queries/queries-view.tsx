'use client';

import { Star, Users } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { allQueries, type QueriesFilter } from '../../lib/client/queries.ts';
import { useWho } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAddress } from '../ui/use-address.ts';
import styles from './queries.module.css';
import { parseQueriesFilter, queriesAddress } from './queries-filter.ts';
import type { OpenActions, QueryActions } from './query-actions.ts';
import { QueryDetail } from './query-detail.tsx';
import { QueryList } from './query-list.tsx';
import { useQueries } from './use-queries.ts';

interface QueriesViewProps {
  readonly actions: QueryActions;
  readonly open: OpenActions;
  /** Query that the address names. */
  readonly wanted: string | undefined;
  /** Run whose result is to be shared with it by a link. */
  readonly sharedRun?: string | undefined;
}

const SEARCH_DELAY_MS = 250;
/** Is no tag and no collection: both are trimmed. */
const ANY = ' ';
const choices = (any: string, names: readonly string[], chosen: string | undefined) => [
  { value: ANY, label: any },
  ...[...new Set([...names, ...(chosen === undefined ? [] : [chosen])])].map((name) => ({ value: name, label: name })),
];

/** Saved queries: found at the left, shown at the right. The address follows what is listed and shown, so that it can be sent. */
export function QueriesView({ actions, open, wanted, sharedRun }: QueriesViewProps) {
  const search = useSearchParams();
  const isTeam = useWho().mode === 'team';
  const [filter, setFilter] = useState(() => parseQueriesFilter(new URLSearchParams(search)));
  const [typed, setTyped] = useState(filter.q);
  const [selected, setSelected] = useState(wanted);
  const [sharing, setSharing] = useState(sharedRun);
  const list = useQueries(filter);
  const change = useCallback((part: Partial<QueriesFilter>) => setFilter((before) => ({ ...before, ...part })), []);
  useEffect(() => {
    const timer = setTimeout(() => change({ q: typed }), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed, change]);
  useAddress(queriesAddress(filter, selected));
  const { tag, collection, isFavourite, isOthers } = filter;
  const isFiltered = queriesAddress(filter) !== '/queries';
  const select = (id: string | undefined) => {
    setSelected(id);
    setSharing(undefined);
  };
  const clear = () => {
    setFilter(allQueries);
    setTyped('');
  };
  const isEmpty = list.hasAnswer && list.queries.length === 0 && list.error === undefined;
  return (
    <Page
      title="Queries"
      toolbar={
        <>
          <TextField
            type="search"
            aria-label="Search queries"
            placeholder="Search title, description, tags and text"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Select
            label="Collection"
            value={collection ?? ANY}
            options={choices('Any collection', list.collections, collection)}
            onChange={(value) => change({ collection: value === ANY ? undefined : value })}
          />
          <Select
            label="Tag"
            value={tag ?? ANY}
            options={choices('Any tag', list.tags, tag)}
            onChange={(value) => change({ tag: value === ANY ? undefined : value })}
          />
          <Button kind="quiet" aria-pressed={isFavourite} onClick={() => change({ isFavourite: !isFavourite })}>
            <Star size={14} aria-hidden="true" className={isFavourite ? styles.starred : undefined} />
            Favourites
          </Button>
          {isTeam ? (
            <Button kind="quiet" aria-pressed={isOthers} onClick={() => change({ isOthers: !isOthers })}>
              <Users size={14} aria-hidden="true" />
              Shared with me
            </Button>
          ) : null}
          {isFiltered ? (
            <Button kind="quiet" onClick={clear}>
              Clear filters
            </Button>
          ) : null}
          {list.isLoading ? <Spinner label="Reading queries" /> : null}
        </>
      }
    >
      <div className={styles.panes}>
        <section className={styles.listPane} aria-label="List of queries">
          {list.error === undefined ? null : (
            <ErrorNotice error={list.error} actions={<Button onClick={list.reload}>Try again</Button>} />
          )}
          {isEmpty ? (
            <EmptyState title={isFiltered ? 'No query matches' : 'No query is saved yet'}>
              {isFiltered
                ? 'Each word must be in the title, the description, the tags or the text. Try fewer words or another filter.'
                : 'Write a statement or a join in the workbench and press Ctrl S: it is kept here with its parameters and all its versions.'}
            </EmptyState>
          ) : null}
          <QueryList queries={list.queries} selected={selected} now={new Date()} onSelect={select} />
          {list.nextCursor === undefined ? null : (
            <Button kind="quiet" className={styles.more} disabled={list.isLoading} onClick={list.loadMore}>
              {list.isLoading ? 'Reading more…' : 'Show more'}
            </Button>
          )}
        </section>
        <section className={styles.detail} aria-label="Query">
          {selected === undefined ? (
            isEmpty ? null : (
              <EmptyState title="No query chosen">
                Choose one at the left to see its text, versions and links.
              </EmptyState>
            )
          ) : (
            <QueryDetail
              key={selected}
              id={selected}
              actions={actions}
              open={open}
              sharedRun={sharing}
              onChanged={list.reload}
              onRemoved={() => {
                select(undefined);
                list.reload();
              }}
            />
          )}
        </section>
      </div>
    </Page>
  );
}

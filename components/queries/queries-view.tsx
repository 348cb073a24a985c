'use client';

import { Star } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './queries.module.css';
import type { OpenActions, QueryActions } from './query-actions.ts';
import { QueryDetail } from './query-detail.tsx';
import { QueryList } from './query-list.tsx';
import { useQueries } from './use-queries.ts';

interface QueriesViewProps {
  readonly actions: QueryActions;
  readonly open: OpenActions;
  /** Query that the address names. */
  readonly wanted: string | undefined;
}

const SEARCH_DELAY_MS = 250;
/** Is no tag and no collection: both are trimmed. */
const ANY = ' ';
const choices = (any: string, names: readonly string[]) => [
  { value: ANY, label: any },
  ...names.map((name) => ({ value: name, label: name })),
];

/** Saved queries: found at the left, shown at the right. The address follows what is shown, so that it can be sent. */
export function QueriesView({ actions, open, wanted }: QueriesViewProps) {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [tag, setTag] = useState<string>();
  const [collection, setCollection] = useState<string>();
  const [isFavourite, setIsFavourite] = useState(false);
  const [selected, setSelected] = useState(wanted);
  const list = useQueries({ q, tag, collection, isFavourite });
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const select = (id: string | undefined) => {
    setSelected(id);
    window.history.replaceState(null, '', id === undefined ? '/queries' : `/queries?id=${encodeURIComponent(id)}`);
  };
  const isFiltered = q !== '' || tag !== undefined || collection !== undefined || isFavourite;
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
            options={choices('Any collection', list.collections)}
            onChange={(value) => setCollection(value === ANY ? undefined : value)}
          />
          <Select
            label="Tag"
            value={tag ?? ANY}
            options={choices('Any tag', list.tags)}
            onChange={(value) => setTag(value === ANY ? undefined : value)}
          />
          <Button kind="quiet" aria-pressed={isFavourite} onClick={() => setIsFavourite(!isFavourite)}>
            <Star size={14} aria-hidden="true" className={isFavourite ? styles.starred : undefined} />
            Favourites
          </Button>
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

'use client';

import { MessageSquareText, RefreshCw, Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { formatCounted } from '../../lib/format/number.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { PageLink } from '../ui/page-link.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { useRemembered } from '../ui/use-remembered.ts';
import styles from './catalog.module.css';
import type { CatalogActions } from './catalog-actions.ts';
import { PickedBar } from './picked-bar.tsx';
import { usePickedTables } from './picked-tables.ts';
import { optionId, SearchResults, takeHit } from './search-results.tsx';
import { visibleRows } from './tree-rows.ts';
import { TreeStore } from './tree-store.ts';
import { TreeView } from './tree-view.tsx';
import { useSearch } from './use-search.ts';

interface SchemaBrowserProps {
  readonly actions: CatalogActions;
  readonly isRefreshing: boolean;
  onRefreshAll(): void;
}

/** Left pane of the workbench: everything that can be queried, as a tree, and found by words. */
export function SchemaBrowser({ actions, isRefreshing, onRefreshAll }: SchemaBrowserProps) {
  const { connections, isLoading, error, generation, reload } = useConnections();
  const [store] = useState(() => new TreeStore());
  const data = useSyncExternalStore(store.subscribe, store.getData, store.getData);
  const rows = useMemo(() => visibleRows(connections, data), [connections, data]);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [showsComments, setShowsComments] = useRemembered('joinery.comments', false);
  const search = useSearch(query, generation);
  const picked = usePickedTables();
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation of metadata makes the open part of the tree old
  useEffect(() => {
    if (generation > 0) store.begin(connections.map(({ id }) => id));
  }, [store, generation]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new query begins at its first hit
  useEffect(() => setActive(0), [query]);

  const hits = search.answer?.hits ?? [];
  const tableCount = connections.reduce((sum, connection) => sum + connection.tableCount, 0);
  const onKeyDown = (event: KeyboardEvent) => {
    const hit = hits[active];
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else if (event.key === 'Escape' && query !== '') setQuery('');
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && hit !== undefined) picked.toggle(hit.table);
    else if (event.key === 'Enter' && hit !== undefined) takeHit(hit, actions);
    else return;
    event.preventDefault();
  };

  return (
    <section className={styles.browser} aria-label="Schema browser">
      <div className={styles.tools}>
        <div className={styles.search}>
          <Search size={14} aria-hidden="true" />
          <TextField
            ref={field}
            type="text"
            role="combobox"
            aria-label="Search tables and columns"
            aria-expanded={query !== ''}
            aria-controls={listId}
            aria-activedescendant={hits.length > 0 ? optionId(listId, active) : undefined}
            placeholder={tableCount > 0 ? `Search ${formatCounted(tableCount, 'table')}` : 'Search tables'}
            value={query}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {query === '' ? null : (
            <Button
              kind="quiet"
              isIcon
              aria-label="Clear search"
              onClick={() => {
                setQuery('');
                field.current?.focus();
              }}
            >
              <X size={14} aria-hidden="true" />
            </Button>
          )}
        </div>
        <Tooltip content="Show comments">
          <Button
            kind="quiet"
            isIcon
            aria-label="Show comments"
            aria-pressed={showsComments}
            onClick={() => setShowsComments(!showsComments)}
          >
            <MessageSquareText size={15} aria-hidden="true" />
          </Button>
        </Tooltip>
        <Tooltip content="Read the metadata of all connections again">
          <Button
            kind="quiet"
            isIcon
            aria-label="Refresh all connections"
            disabled={isRefreshing}
            onClick={onRefreshAll}
          >
            {isRefreshing ? <Spinner /> : <RefreshCw size={15} aria-hidden="true" />}
          </Button>
        </Tooltip>
      </div>
      {query.trim() !== '' ? (
        <SearchResults
          listId={listId}
          query={query}
          search={search}
          active={active}
          actions={actions}
          picked={picked}
          onActive={setActive}
        />
      ) : isLoading ? (
        <p className={styles.waiting}>
          <Spinner /> Reading connections…
        </p>
      ) : error !== undefined && connections.length === 0 ? (
        <ErrorNotice error={error} actions={<Button onClick={() => void reload()}>Try again</Button>} />
      ) : connections.length === 0 ? (
        <EmptyState title="No connections yet">
          Add one on the <PageLink href="/connections">Connections</PageLink> screen, or write it in config.yaml.
        </EmptyState>
      ) : (
        <TreeView rows={rows} store={store} actions={actions} picked={picked} showsComments={showsComments} />
      )}
      {picked.tables.length === 0 ? null : <PickedBar picked={picked} actions={actions} />}
    </section>
  );
}

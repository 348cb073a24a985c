'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { type ActionAnswer, toErrorShape, unwrap } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query, SaveQuery } from '../../lib/contract/query.ts';
import { type Run, type RunStatus, runStatusSchema } from '../../lib/contract/run.ts';
import { QueryDialog } from '../queries/query-dialog.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './history.module.css';
import { groupByDay, titleOf } from './history-list.ts';
import { HistoryRow } from './history-row.tsx';
import { type HistoryActions, reopen } from './reopen.ts';
import { statusWords } from './run-status.tsx';
import { useHistory } from './use-history.ts';

const SEARCH_DELAY_MS = 250;
const ANY = 'any';

const statusOptions = [
  { value: ANY, label: 'Any status' },
  ...runStatusSchema.options.map((status) => ({ value: status, label: statusWords[status] })),
];

interface HistoryViewActions extends HistoryActions {
  saveQuery(request: SaveQuery): Promise<ActionAnswer<Query>>;
}

/** Every run of this Joinery, newest first, searched and filtered on the server. */
export function HistoryView({ actions }: { readonly actions: HistoryViewActions }) {
  const router = useRouter();
  const { connections, byId } = useConnections();
  const asked = useSearchParams();
  const [typed, setTyped] = useState(asked.get('q') ?? '');
  const [q, setQ] = useState(typed);
  const [status, setStatus] = useState<RunStatus | undefined>(runStatusSchema.safeParse(asked.get('status')).data);
  const [connection, setConnection] = useState(asked.get('connection') ?? undefined);
  const [busyId, setBusyId] = useState<string>();
  const [saving, setSaving] = useState<Run>();
  const [actionError, setActionError] = useState<ErrorShape>();
  const history = useHistory({ q, status, connection });

  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  const bring = async (run: Run, isRerun: boolean) => {
    setBusyId(run.id);
    setActionError(undefined);
    try {
      router.push(`/?doc=${encodeURIComponent(await reopen(run, isRerun, actions))}`);
    } catch (thrown) {
      setActionError(toErrorShape(thrown));
      setBusyId(undefined);
    }
  };
  const isFiltered = q !== '' || status !== undefined || connection !== undefined;
  return (
    <div className={styles.page}>
      <div className={styles.toolbar}>
        <h1 className={styles.title}>History</h1>
        <TextField
          type="search"
          aria-label="Search the text and errors of runs"
          placeholder="Search text and errors"
          className={styles.search}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Select
          label="Status"
          value={status ?? ANY}
          options={statusOptions}
          onChange={(value) => setStatus(runStatusSchema.safeParse(value).data)}
        />
        <Select
          label="Connection"
          value={connection ?? ANY}
          options={[
            { value: ANY, label: 'Any connection' },
            ...connections.map(({ id, color }) => ({ value: id, label: id, icon: <Origin color={color} /> })),
          ]}
          onChange={(value) => setConnection(value === ANY ? undefined : value)}
        />
        {history.isLoading ? <Spinner label="Reading history" /> : null}
      </div>
      {actionError === undefined ? null : <ErrorNotice error={actionError} />}
      <div className={styles.scroll}>
        {history.error === undefined ? null : (
          <ErrorNotice error={history.error} actions={<Button onClick={history.reload}>Try again</Button>} />
        )}
        {history.hasAnswer && history.runs.length === 0 && history.error === undefined ? (
          <EmptyState title={isFiltered ? 'No run matches' : 'Nothing has run yet'}>
            {isFiltered
              ? 'Search looks at the whole text of a run and at its error. Try fewer words or another filter.'
              : 'Run a statement in the workbench: each run is kept here with its text, its figures and its result.'}
          </EmptyState>
        ) : null}
        {groupByDay(history.runs, new Date()).map(({ day, runs }) => (
          <section key={day} aria-label={day}>
            <h2 className={styles.day}>{day}</h2>
            <ul className={styles.list} onKeyDown={moveBetweenRows}>
              {runs.map((run) => (
                <HistoryRow
                  key={run.id}
                  run={run}
                  isBusy={busyId !== undefined}
                  connectionOf={byId}
                  onOpen={() => void bring(run, false)}
                  onRerun={() => void bring(run, true)}
                  onSave={() => setSaving(run)}
                />
              ))}
            </ul>
          </section>
        ))}
        {history.nextCursor === undefined ? null : <More isLoading={history.isLoading} onReach={history.loadMore} />}
      </div>
      {saving === undefined ? null : (
        <QueryDialog
          heading="Save as query"
          description="Kept under Queries with the values that its parameters had in this run."
          initial={{ title: titleOf(saving.text), description: '', tags: '', collection: '' }}
          onClose={() => setSaving(undefined)}
          onSave={async (words) => {
            const { text, target, rowLimit, parameters = [] } = saving;
            const content = { kind: 'statement', text, target, rowLimit, parameters } as const;
            const { id } = unwrap(await actions.saveQuery({ ...content, ...words }));
            router.push(`/queries?id=${encodeURIComponent(id)}`);
          }}
        />
      )}
    </div>
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

/** The end of what is loaded: reading goes on by itself when it comes into view; the button is there for those who do not scroll. */
function More({ isLoading, onReach }: { readonly isLoading: boolean; onReach(): void }) {
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
      <Button kind="quiet" disabled={isLoading} onClick={onReach}>
        {isLoading ? 'Reading more…' : 'Show older runs'}
      </Button>
    </div>
  );
}

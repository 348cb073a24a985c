'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { type ActionAnswer, toErrorShape, unwrap } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { RunFilter } from '../../lib/contract/history.ts';
import type { Query, SaveQuery } from '../../lib/contract/query.ts';
import type { Run } from '../../lib/contract/run.ts';
import { searchWords } from '../../lib/format/search-words.ts';
import { ErrorNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { useAddress } from '../ui/use-address.ts';
import { useGo } from '../ui/use-go.ts';
import { formatFilter, isFiltered, parseFilter } from './history-filter.ts';
import { HistoryList } from './history-list-view.tsx';
import { HistoryToolbar } from './history-toolbar.tsx';
import { RemoveRunsDialog } from './remove-runs-dialog.tsx';
import { type HistoryActions, reopen } from './reopen.ts';
import { RetentionDialog } from './retention-dialog.tsx';
import { SaveRunDialog } from './save-run-dialog.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useHistory } from './use-history.ts';

const SEARCH_DELAY_MS = 250;

export interface HistoryViewActions extends HistoryActions {
  saveQuery(request: SaveQuery): Promise<ActionAnswer<Query>>;
  pin(runId: string, isPinned: boolean): Promise<ActionAnswer<Run>>;
  remove(runIds: readonly string[]): Promise<ActionAnswer<null>>;
}

/** Every run, newest first, searched and filtered on the server. The filter stands in the address. */
export function HistoryView({ actions }: { readonly actions: HistoryViewActions }) {
  const go = useGo();
  const search = useSearchParams();
  const [filter, setFilter] = useState<RunFilter>(() => parseFilter(new URLSearchParams(search)));
  const [typed, setTyped] = useState(filter.q ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setIsBusy] = useState(false);
  const [saving, setSaving] = useState<{ readonly run: Run; readonly isToShare: boolean }>();
  const [removing, setRemoving] = useState<readonly string[]>();
  const [isRetentionOpen, setIsRetentionOpen] = useState(false);
  const [actionError, setActionError] = useState<ErrorShape>();
  const history = useHistory(filter);

  const change = useCallback((part: Partial<RunFilter>) => {
    setFilter((before) => ({ ...before, ...part }));
    if ('q' in part) setTyped(part.q ?? '');
  }, []);
  useEffect(() => {
    const timer = setTimeout(() => setFilter((before) => ({ ...before, q: typed || undefined })), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useAddress(formatFilter(filter));

  const act = async (action: () => Promise<void>) => {
    setIsBusy(true);
    setActionError(undefined);
    try {
      await action();
    } catch (thrown) {
      setActionError(toErrorShape(thrown));
    }
    setIsBusy(false);
  };
  const bring = (run: Run, isRerun: boolean) => void act(async () => go(await reopen(run, isRerun, actions)));
  const pin = (ids: readonly string[], isPinned: boolean) =>
    void act(async () => {
      for (const id of ids) {
        const kept = unwrap(await actions.pin(id, isPinned));
        history.change((runs) => runs.map((run) => (run.id === id ? { ...run, isPinned: kept.isPinned } : run)));
      }
    });
  const remove = async (ids: readonly string[]) => {
    unwrap(await actions.remove(ids));
    history.change((runs) => runs.filter(({ id }) => !ids.includes(id)));
    setChosen((before) => new Set([...before].filter((id) => !ids.includes(id))));
    setRemoving(undefined);
  };
  const compare = () => {
    const [later, earlier] = history.items.filter(({ id }) => chosen.has(id));
    if (later !== undefined && earlier !== undefined)
      go(`/history/compare?a=${encodeURIComponent(earlier.id)}&b=${encodeURIComponent(later.id)}`);
  };
  return (
    <Page
      title="History"
      toolbar={
        <HistoryToolbar
          filter={filter}
          typed={typed}
          isLoading={history.isLoading}
          onType={setTyped}
          onChange={change}
          onRetention={() => setIsRetentionOpen(true)}
        />
      }
      notice={
        <>
          {chosen.size === 0 ? null : (
            <SelectionBar
              count={chosen.size}
              isBusy={isBusy}
              onCompare={compare}
              onPin={() => pin([...chosen], true)}
              onRemove={() => setRemoving([...chosen])}
              onClear={() => setChosen(new Set())}
            />
          )}
          {actionError === undefined ? null : <ErrorNotice error={actionError} />}
        </>
      }
    >
      <HistoryList
        history={history}
        isFiltered={isFiltered(filter)}
        words={searchWords(filter.q ?? '')}
        chosen={chosen}
        isBusy={isBusy}
        onChoose={(id, isChosen) =>
          setChosen((before) => new Set(isChosen ? [...before, id] : [...before].filter((one) => one !== id)))
        }
        onOpen={(run) => bring(run, false)}
        onRerun={(run) => bring(run, true)}
        onSave={(run) => setSaving({ run, isToShare: false })}
        onShare={(run) => setSaving({ run, isToShare: true })}
        onPin={(run, isPinned) => pin([run.id], isPinned)}
        onSameKind={(run) => change({ fingerprint: run.fingerprint })}
        onRemove={(run) => setRemoving([run.id])}
      />
      {saving === undefined ? null : (
        <SaveRunDialog
          {...saving}
          save={actions.saveQuery}
          onSaved={(id) => {
            const share = saving.isToShare ? `&share=${encodeURIComponent(saving.run.id)}` : '';
            go(`/queries?id=${encodeURIComponent(id)}${share}`);
          }}
          onClose={() => setSaving(undefined)}
        />
      )}
      {removing === undefined ? null : (
        <RemoveRunsDialog
          count={removing.length}
          onRemove={() => remove(removing)}
          onClose={() => setRemoving(undefined)}
        />
      )}
      {isRetentionOpen ? <RetentionDialog onClose={() => setIsRetentionOpen(false)} /> : null}
    </Page>
  );
}

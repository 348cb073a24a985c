'use client';

import { Plus, RefreshCw } from 'lucide-react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { refreshCatalog } from '../../lib/client/catalog.ts';
import type { DriverDescription } from '../../lib/contract/connection.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useAddress } from '../ui/use-address.ts';
import type { ConnectionActions } from './connection-actions.ts';
import { ConnectionList } from './connection-list.tsx';
import { ConnectionPanel } from './connection-panel.tsx';
import styles from './connections.module.css';
import { DiscardDialog } from './discard-dialog.tsx';
import { DriverCards } from './driver-cards.tsx';
import { copyOf, emptyForm, type FormState, formOf } from './form-state.ts';
import { PanelHeader } from './panel-header.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { useConnectionDetails } from './use-connection-details.ts';

interface ConnectionsViewProps {
  readonly drivers: readonly DriverDescription[];
  readonly wanted: string | undefined;
  readonly actions: ConnectionActions;
}

/** What stands beside the list. */
type Open =
  | { readonly kind: 'none' }
  | { readonly kind: 'choose' }
  | { readonly kind: 'new'; readonly driver: DriverDescription; readonly initial: FormState }
  | { readonly kind: 'edit'; readonly id: string };

const NOW_EVERY_MS = 30_000;

/** The sources that Joinery reads: how each stands, and its options, secrets apart. */
export function ConnectionsView({ drivers, wanted, actions }: ConnectionsViewProps) {
  const { configPath, reload: reloadSummaries } = useConnections();
  const { details, error, reload } = useConnectionDetails(actions.list);
  const [open, setOpen] = useState<Open>(wanted === undefined ? { kind: 'none' } : { kind: 'edit', id: wanted });
  const [isDirty, setIsDirty] = useState(false);
  const [leaving, setLeaving] = useState<Open>();
  const [removing, setRemoving] = useState<string>();
  const [refreshing, setRefreshing] = useState<ReadonlySet<string>>(new Set());
  const [actionError, setActionError] = useState<ErrorShape>();
  const [saved, setSaved] = useState<string>();
  const [now, setNow] = useState(() => Date.now());
  const page = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), NOW_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const openId = open.kind === 'edit' ? open.id : undefined;
  useAddress(openId === undefined ? '/connections' : `/connections?id=${encodeURIComponent(openId)}`);

  const go = (next: Open) => {
    if (isDirty) return setLeaving(next);
    setSaved(undefined);
    setOpen(next);
  };
  const leave = (next: Open) => {
    setIsDirty(false);
    setLeaving(undefined);
    setOpen(next);
  };
  const onDirty = useCallback((dirty: boolean) => setIsDirty(dirty), []);
  const close = () => {
    const before = openId;
    go({ kind: 'none' });
    if (!isDirty && before !== undefined)
      page.current?.querySelector<HTMLElement>('tr[data-selected] [data-connection-row]')?.focus();
  };
  const refresh = async (id: string | undefined) => {
    const ids = id === undefined ? (details ?? []).map(({ summary }) => summary.id) : [id];
    setRefreshing((before) => new Set([...before, ...ids]));
    setActionError(undefined);
    try {
      await refreshCatalog(id);
      setNow(Date.now());
      await reloadSummaries();
    } catch (thrown) {
      setActionError(toErrorShape(thrown));
    } finally {
      setRefreshing((before) => new Set([...before].filter((one) => !ids.includes(one))));
    }
  };

  const detail = details?.find(({ summary }) => summary.id === openId);
  const driver = open.kind === 'new' ? open.driver : drivers.find(({ name }) => name === detail?.summary.driver);
  // A save changes the version and draws the form anew; what else happens to the connection must not.
  const formKey =
    open.kind === 'edit' ? `${open.id} ${detail?.version}` : open.kind === 'new' ? `new ${open.driver.name}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const initial = useMemo(
    () =>
      open.kind === 'new'
        ? open.initial
        : detail === undefined || driver === undefined
          ? undefined
          : formOf(detail, driver),
    [formKey, driver],
  );
  const usedBy = useMemo(() => {
    const others = (details ?? []).filter(({ summary }) => summary.id !== openId);
    return Map.groupBy(others, ({ summary }) => summary.color);
  }, [details, openId]);
  const namesByColor = useMemo(
    () => new Map([...usedBy].map(([color, some]) => [color, some.map(({ summary }) => summary.id)])),
    [usedBy],
  );
  const duplicate = () => {
    if (driver === undefined || initial === undefined) return;
    const taken = new Set((details ?? []).map(({ summary }) => summary.id.toLowerCase()));
    go({ kind: 'new', driver, initial: copyOf(initial, taken) });
  };
  const isEmpty = details !== undefined && details.length === 0;
  const isChoosing = open.kind === 'choose' || (isEmpty && open.kind === 'none');
  const hasPanel = open.kind === 'new' || open.kind === 'edit';
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented && open.kind !== 'none' && removing === undefined) close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what is open, wherever the focus stands
    <div className={styles.frame} ref={page} onKeyDown={onKeyDown}>
      <Page
        title="Connections"
        toolbar={
          <>
            {details === undefined && error === undefined ? <Spinner label="Reading connections" /> : null}
            <span className={styles.gap} />
            {isEmpty ? null : (
              <Button kind="quiet" disabled={refreshing.size > 0} onClick={() => void refresh(undefined)}>
                <RefreshCw size={14} aria-hidden="true" className={refreshing.size > 0 ? styles.turning : undefined} />
                Refresh all tables
              </Button>
            )}
            <Button kind="primary" disabled={isChoosing} onClick={() => go({ kind: 'choose' })}>
              <Plus size={14} aria-hidden="true" />
              Add connection
            </Button>
          </>
        }
        notice={
          <>
            {error === undefined ? null : (
              <ErrorNotice error={error} actions={<Button onClick={() => void reload()}>Try again</Button>} />
            )}
            {actionError === undefined ? null : <ErrorNotice error={actionError} />}
          </>
        }
      >
        <div className={styles.split} data-open={hasPanel || undefined}>
          <div className={styles.list}>
            {isChoosing || isEmpty ? (
              <section className={styles.choose} aria-label="Choose a kind of source">
                <div className={styles.chooseHead}>
                  <h2>{isEmpty ? 'No connection yet' : 'Which kind of source?'}</h2>
                  {isEmpty ? null : <Button onClick={() => go({ kind: 'none' })}>Cancel</Button>}
                </div>
                <p>
                  Joinery only reads. Options and secrets stay on this machine, secrets encrypted; connections may also
                  be written in <code className={styles.code}>{configPath.split(/[/\\]/).at(-1) || 'config.yaml'}</code>
                  .
                </p>
                <DriverCards
                  drivers={drivers}
                  onChoose={(one) => go({ kind: 'new', driver: one, initial: emptyForm(one) })}
                />
              </section>
            ) : null}
            {details === undefined || isEmpty ? null : (
              <ConnectionList
                details={details}
                selected={openId}
                isNarrow={hasPanel}
                now={now}
                onSelect={(id) => id !== openId && go({ kind: 'edit', id })}
              />
            )}
          </div>
          {hasPanel ? (
            <section className={styles.panel} aria-label={openId ?? 'New connection'}>
              {detail === undefined ? null : (
                <PanelHeader
                  summary={detail.summary}
                  isOfConfig={detail.origin === 'config'}
                  isRefreshing={refreshing.has(detail.summary.id)}
                  now={now}
                  onRefresh={() => void refresh(detail.summary.id)}
                  onDuplicate={duplicate}
                  onRemove={() => setRemoving(detail.summary.id)}
                  onClose={close}
                />
              )}
              {open.kind === 'new' ? (
                <header className={styles.panelHead}>
                  <div className={styles.panelTitle}>
                    <h2>New connection: {open.driver.displayName}</h2>
                  </div>
                </header>
              ) : null}
              {driver !== undefined && initial !== undefined ? (
                <ConnectionPanel
                  key={formKey}
                  driver={driver}
                  initial={initial}
                  detail={detail}
                  usedBy={namesByColor}
                  configPath={configPath}
                  actions={actions}
                  isSaved={saved !== undefined && saved === openId}
                  onDirty={onDirty}
                  onSaved={async ({ summary }) => {
                    setIsDirty(false);
                    await reload();
                    setSaved(summary.id);
                    setOpen({ kind: 'edit', id: summary.id });
                  }}
                  onCancel={() => leave({ kind: 'none' })}
                />
              ) : details !== undefined && open.kind === 'edit' ? (
                <p className={styles.missing}>
                  {detail === undefined
                    ? `There is no connection ${open.id}.`
                    : `Its driver ${detail.summary.driver} is not part of this Joinery.`}
                </p>
              ) : null}
            </section>
          ) : null}
        </div>
      </Page>
      {leaving === undefined ? null : (
        <DiscardDialog onDiscard={() => leave(leaving)} onClose={() => setLeaving(undefined)} />
      )}
      {removing === undefined ? null : (
        <RemoveDialog
          id={removing}
          actions={actions}
          onClose={() => setRemoving(undefined)}
          onRemoved={() => {
            setRemoving(undefined);
            leave({ kind: 'none' });
            void reload();
          }}
        />
      )}
    </div>
  );
}

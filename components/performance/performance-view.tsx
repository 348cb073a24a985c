'use client';

import { useSearchParams } from 'next/navigation';
import { useMemo, useState, useSyncExternalStore } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchJson } from '../../lib/client/fetch-json.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { EVERYONE, type RunFilter } from '../../lib/contract/history.ts';
import { runSchema } from '../../lib/contract/run.ts';
import { formatCount } from '../../lib/format/number.ts';
import { formatFilter as historyAddress } from '../history/history-filter.ts';
import { type HistoryActions, reopen } from '../history/reopen.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { useIsTeamAdmin } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { useGo } from '../ui/use-go.ts';
import { Comparison } from './comparison.tsx';
import { DayCharts } from './day-charts.tsx';
import { type Filter, formatFilter, parseFilter } from './filter.ts';
import { Headline } from './headline.tsx';
import styles from './performance.module.css';
import { PersonTable } from './person-table.tsx';
import { RangeToolbar } from './range-toolbar.tsx';
import { StageBar } from './stage-bar.tsx';
import { ConnectionTable, DayTable, RunTable, StatementTable } from './tables.tsx';
import { instantsOf } from './time-range.ts';
import { usePerformance } from './use-performance.ts';

/** The dashboard: how long queries take and what they wait for. The server does not know the reader's time zone, so it draws nothing. */
export function PerformanceView({ actions }: { readonly actions: HistoryActions }) {
  const isInBrowser = useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
  return isInBrowser ? <Dashboard actions={actions} /> : null;
}

/** Its filter stands in the address. */
function Dashboard({ actions }: { readonly actions: HistoryActions }) {
  const go = useGo();
  const search = useSearchParams().toString();
  const filter = useMemo(() => parseFilter(new URLSearchParams(search)), [search]);
  const { answer, error, isLoading, progress, reload } = usePerformance(filter);
  const { byId } = useConnections();
  const isTeamAdmin = useIsTeamAdmin();
  const [isBusy, setIsBusy] = useState(false);
  const [openError, setOpenError] = useState<ErrorShape>();

  const change = (part: Partial<Filter>) => go(formatFilter({ ...filter, ...part }), { scroll: false });
  /** `otherwise` shows it in the history: another person's run opens nowhere else. */
  const open = async (runId: string, otherwise: RunFilter) => {
    setIsBusy(true);
    setOpenError(undefined);
    try {
      const run = await fetchJson(runSchema, `/api/runs/${encodeURIComponent(runId)}`);
      go(await reopen(run, false, actions));
    } catch (thrown) {
      const failure = toErrorShape(thrown);
      if (isTeamAdmin && failure.code === 'not_found') go(linkOf(otherwise));
      else setOpenError(failure);
      setIsBusy(false);
    }
  };
  const linkOf = (part: RunFilter) =>
    historyAddress({
      ...instantsOf(filter.range, filter.timeZone, new Date()),
      connection: filter.connection,
      fingerprint: filter.fingerprint,
      person: isTeamAdmin ? (filter.person ?? EVERYONE) : undefined,
      ...part,
    });
  const onDay = (day: string) => change({ range: { from: day, to: day } });
  const statement = answer?.fingerprints.find(({ fingerprint }) => fingerprint === filter.fingerprint)?.text;
  const isFiltered = filter.connection !== undefined || filter.fingerprint !== undefined || filter.person !== undefined;
  return (
    <Page
      title="Performance"
      toolbar={
        <RangeToolbar filter={filter} statement={statement} isLoading={isLoading} onChange={change} onReload={reload} />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls has to be reachable by keyboard. */}
      <section className={styles.scroll} aria-label="Figures" aria-busy={isLoading} tabIndex={0}>
        {openError === undefined ? null : <ErrorNotice error={openError} />}
        {error === undefined ? null : (
          <ErrorNotice error={error} actions={<Button onClick={reload}>Try again</Button>} />
        )}
        {answer === undefined ? (
          error === undefined ? (
            <p className={styles.none} role="status">
              {progress.of === undefined
                ? 'Reading the figures of past runs…'
                : `Making the figures of past runs ready: ${formatCount(progress.copied ?? 0)} of ${formatCount(progress.of)}…`}
            </p>
          ) : null
        ) : answer.totals.runs === 0 ? (
          <EmptyState
            title={isFiltered ? 'No run matches' : 'No run ended in this range'}
            actions={
              isFiltered ? (
                <Button onClick={() => change({ connection: undefined, fingerprint: undefined, person: undefined })}>
                  Show all runs
                </Button>
              ) : null
            }
          >
            {isFiltered
              ? 'Choose a longer range, another connection, or all statements.'
              : 'Run a statement in the workbench, or choose a longer range: each run that has ended is counted here.'}
          </EmptyState>
        ) : (
          <div className={styles.body} data-stale={isLoading || undefined}>
            <Headline totals={answer.totals} linkOf={linkOf} />
            <DayCharts days={answer.days} onDay={onDay} />
            {answer.totals.stages === undefined ? null : (
              <StageBar stages={answer.totals.stages} succeeded={answer.totals.succeeded} />
            )}
            {filter.fingerprint === undefined ? null : <Comparison key={search} filter={filter} />}
            <ConnectionTable
              rows={answer.connections}
              linkOf={linkOf}
              connectionOf={byId}
              onConnection={(connection) => change({ connection })}
            />
            <StatementTable
              rows={answer.fingerprints}
              isBusy={isBusy}
              linkOf={linkOf}
              onFingerprint={(fingerprint) => change({ fingerprint })}
              onOpen={({ lastRunId, fingerprint }) => void open(lastRunId, { fingerprint })}
            />
            {answer.people.length > 1 || filter.person !== undefined ? (
              <PersonTable
                rows={answer.people}
                linkOf={linkOf}
                onPerson={(person) => change({ person: filter.person === person ? undefined : person })}
              />
            ) : null}
            <div className={styles.pair}>
              <RunTable
                title="Slowest runs"
                fileName="joinery-slowest-runs"
                sortedBy="total_ms"
                rows={answer.slowest}
                timeZone={filter.timeZone}
                isBusy={isBusy}
                onOpen={({ runId, startedAt }) => void open(runId, momentOf(startedAt))}
              />
              <RunTable
                title="Most rows moved"
                fileName="joinery-most-rows"
                sortedBy="rows_moved"
                rows={answer.mostRows}
                timeZone={filter.timeZone}
                isBusy={isBusy}
                onOpen={({ runId, startedAt }) => void open(runId, momentOf(startedAt))}
              />
            </div>
            <DayTable
              rows={answer.days}
              linkOfDay={(day, part) =>
                linkOf({ ...instantsOf({ from: day, to: day }, filter.timeZone, new Date()), ...part })
              }
              onDay={onDay}
            />
          </div>
        )}
      </section>
    </Page>
  );
}

/** The runs that began in the very millisecond. */
const momentOf = (startedAt: string): RunFilter => ({
  from: startedAt,
  to: new Date(Date.parse(startedAt) + 1).toISOString(),
});

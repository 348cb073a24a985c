'use client';

import { Rows3 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toErrorShape } from '../../../lib/client/answer.ts';
import type { ErrorShape } from '../../../lib/contract/errors.ts';
import type { Run } from '../../../lib/contract/run.ts';
import { formatClock, formatDay } from '../../../lib/format/time.ts';
import { LineDiffView } from '../../queries/line-diff-view.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Page, PageScroll } from '../../ui/page.tsx';
import { PageLink } from '../../ui/page-link.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { useGo } from '../../ui/use-go.ts';
import { fetchRun } from '../fetch-history.ts';
import { type HistoryActions, reopen } from '../reopen.ts';
import { RunStatusMark } from '../run-status.tsx';
import styles from './compare.module.css';
import { columnChanges, differenceSql, settingLines, sizeLines, timeLines } from './compare-runs.ts';
import { CompareTable } from './compare-table.tsx';
import { FetchPairs } from './fetch-pairs.tsx';
import { PlanPair } from './plan-pair.tsx';

interface CompareViewProps {
  readonly before: string;
  readonly after: string;
  readonly actions: HistoryActions;
}

/** Two runs side by side: what was asked, what came of it, how long each stage took, and what each source was asked. */
export function CompareView({ before, after, actions }: CompareViewProps) {
  const [runs, setRuns] = useState<readonly [Run, Run]>();
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    let isWanted = true;
    Promise.all([fetchRun(before), fetchRun(after)]).then(
      (found) => isWanted && setRuns(found),
      (thrown) => isWanted && setError(toErrorShape(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [before, after]);
  return (
    <Page title="Compare two runs" toolbar={<PageLink href="/history">Back to the history</PageLink>}>
      <PageScroll>
        {error === undefined ? null : (
          <ErrorNotice error={error} actions={<PageLink href="/history">Choose others</PageLink>} />
        )}
        {runs === undefined ? (
          error === undefined && <Spinner label="Reading both runs" />
        ) : (
          <Comparison before={runs[0]} after={runs[1]} actions={actions} />
        )}
      </PageScroll>
    </Page>
  );
}

function Comparison({
  before,
  after,
  actions,
}: {
  readonly before: Run;
  readonly after: Run;
  readonly actions: HistoryActions;
}) {
  const go = useGo();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const open = async (run: Run, isRerun = false) => {
    setIsBusy(true);
    try {
      go(await reopen(run, isRerun, actions));
    } catch (thrown) {
      setError(toErrorShape(thrown));
      setIsBusy(false);
    }
  };
  const sql = differenceSql(before, after);
  const { parameters: _parameters, ...bare } = after;
  const settings = settingLines(before, after);
  const columns = columnChanges(before.columns, after.columns);
  return (
    <div className={styles.body}>
      {error === undefined ? null : <ErrorNotice error={error} />}
      <div className={styles.heads}>
        {[before, after].map((run, index) => (
          <section key={index === 0 ? 'before' : 'after'} aria-label={index === 0 ? 'Before' : 'After'}>
            <h2>
              {index === 0 ? 'Before' : 'After'}{' '}
              <time dateTime={run.startedAt}>{`${formatDay(run.startedAt)} ${formatClock(run.startedAt)}`}</time>
            </h2>
            <RunStatusMark status={run.status} />
            <Button kind="quiet" disabled={isBusy} onClick={() => void open(run)}>
              Open
            </Button>
          </section>
        ))}
        <Button
          disabled={isBusy || sql === undefined}
          title={
            sql === undefined
              ? 'Both results must still be kept and have the same columns'
              : 'Compares the two stored results in a new tab; nothing is read from the sources'
          }
          onClick={() =>
            sql !== undefined &&
            void open({ ...bare, text: sql, target: 'federated', rowLimit: 10_000, pushdown: 'safe' }, true)
          }
        >
          <Rows3 size={14} aria-hidden="true" /> Rows that differ
        </Button>
      </div>
      <section className={styles.section} aria-label="Statement">
        <h2>Statement</h2>
        {before.text === after.text ? <p className={styles.same}>The text is the same.</p> : null}
        <LineDiffView label="Changes of the statement" before={before.text} after={after.text} />
      </section>
      <div className={styles.pair}>
        <CompareTable title="Time" lines={timeLines(before, after)} />
        <CompareTable title="Rows and bytes" lines={sizeLines(before, after)} />
      </div>
      {settings.length === 0 ? null : <CompareTable title="Other differences" lines={settings} hasChange={false} />}
      <section className={styles.section} aria-label="Result columns">
        <h2>Result columns</h2>
        {columns.length === 0 ? (
          <p className="faint">Both have the same columns.</p>
        ) : (
          <ul>
            {columns.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        )}
      </section>
      <PlanPair before={before} after={after} />
      <FetchPairs before={before.fetches} after={after.fetches} />
    </div>
  );
}

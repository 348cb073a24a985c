'use client';

import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchJson } from '../../lib/client/fetch-json.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { type HomeAnswer, homeAnswerSchema } from '../../lib/contract/home.ts';
import type { Run } from '../../lib/contract/run.ts';
import { type HistoryActions, reopen } from '../history/reopen.ts';
import { useWho } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Page, PageScroll } from '../ui/page.tsx';
import { PageLink } from '../ui/page-link.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useGo } from '../ui/use-go.ts';
import { ConnectionHealth } from './connection-health.tsx';
import { FirstSteps } from './first-steps.tsx';
import styles from './home.module.css';
import { QueryLines, RunLines } from './lines.tsx';

/** Where a returning analyst begins: what ran last, what was kept, what others shared, and whether the sources answer. */
export function HomeView({ actions }: { readonly actions: HistoryActions }) {
  const go = useGo();
  const isTeam = useWho().mode === 'team';
  const [answer, setAnswer] = useState<HomeAnswer>();
  const [error, setError] = useState<ErrorShape>();
  const [generation, setGeneration] = useState(0);
  const [isBusy, setIsBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation asks again
  useEffect(() => {
    let isWanted = true;
    fetchJson(homeAnswerSchema, '/api/home').then(
      (found) => isWanted && setAnswer(found),
      (thrown) => isWanted && setError(toErrorShape(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [generation]);
  const open = async (run: Run) => {
    setIsBusy(true);
    try {
      go(await reopen(run, false, actions));
    } catch (thrown) {
      setError(toErrorShape(thrown));
      setIsBusy(false);
    }
  };
  const again = () => {
    setError(undefined);
    setGeneration((before) => before + 1);
  };
  return (
    <Page title="Home" toolbar={<PageLink href="/">Go on in the workbench</PageLink>}>
      <PageScroll>
        {error === undefined ? null : (
          <ErrorNotice error={error} actions={<Button onClick={again}>Try again</Button>} />
        )}
        {answer === undefined ? (
          error === undefined && <Spinner label="Reading what you did last" />
        ) : (
          <div className={styles.body}>
            {answer.recentRuns.length === 0 && answer.recentQueries.length === 0 ? <FirstSteps /> : null}
            <div className={styles.columns}>
              <div>
                <RunLines
                  title="Recent runs"
                  href="/history"
                  runs={answer.recentRuns}
                  empty="Nothing has run yet. Each run is kept here with its result."
                  isBusy={isBusy}
                  onOpen={(run) => void open(run)}
                />
                <RunLines
                  title="Pinned runs"
                  href="/history?pinned=true"
                  runs={answer.pinnedRuns}
                  empty="Pin a run in the history, and it stays with its result."
                  isBusy={isBusy}
                  onOpen={(run) => void open(run)}
                />
              </div>
              <div>
                <QueryLines
                  title="Favourites"
                  href="/queries?favourite=true"
                  queries={answer.favourites}
                  empty="Star a saved query to find it here."
                />
                <QueryLines
                  title="Queries changed last"
                  href="/queries"
                  queries={answer.recentQueries}
                  empty="Ctrl S in the workbench saves a statement or a join as a query."
                />
                {isTeam ? (
                  <QueryLines
                    title="Shared with me"
                    href="/queries?shared=true"
                    queries={answer.sharedWithMe}
                    empty="Queries that others share with you or the team stand here."
                  />
                ) : null}
                <ConnectionHealth />
              </div>
            </div>
          </div>
        )}
      </PageScroll>
    </Page>
  );
}

'use client';

import { Play, SquareArrowOutUpRight } from 'lucide-react';
import { useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { SharedView as Shared } from '../../lib/contract/query.ts';
import { RunPanel } from '../results/run-panel.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { useWho } from '../shell/who-context.tsx';
import { Button } from '../ui/button.tsx';
import { Chip } from '../ui/chip.tsx';
import { Moment } from '../ui/moment.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { useGo } from '../ui/use-go.ts';
import { openQuery, statementsOf } from './open-query.ts';
import { ParameterTable } from './parameter-table.tsx';
import styles from './queries.module.css';
import type { OpenActions } from './query-actions.ts';
import { QueryText } from './query-text.tsx';
import sharedStyles from './shared.module.css';

interface SharedViewProps {
  readonly shared: Shared;
  readonly open: OpenActions;
}

/** What a link shows: the query as it was shared, and below it the rows of that time with their plan and ledger. Nothing runs by itself. */
export function SharedView({ shared, open }: SharedViewProps) {
  const { share, query: kept, sharedBy, run, isResultWithheld = false } = shared;
  // The values that gave the rows shown, where they are not those that the query was saved with.
  const query = run?.parameters === undefined ? kept : { ...kept, parameters: run.parameters };
  const go = useGo();
  const isTeam = useWho().mode === 'team';
  const { connections } = useConnections();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  const bring = async (isRun: boolean) => {
    setIsBusy(true);
    setError(undefined);
    try {
      go(await openQuery(query, open, { isRun }));
    } catch (thrown) {
      setError(toErrorShape(thrown));
      setIsBusy(false);
    }
  };
  const holdsSeveral = query.kind === 'statement' && statementsOf(query.text).length !== 1;
  return (
    <div className={sharedStyles.page} data-result={run === undefined ? undefined : ''}>
      <section className={sharedStyles.query} aria-label="Shared query">
        <header className={styles.detailHead}>
          <div className={sharedStyles.title}>
            <h1>{query.title}</h1>
            <Chip title="What you see stays as it was when the link was made.">shared by link</Chip>
          </div>
          <div className={styles.actions}>
            <Button disabled={isBusy} onClick={() => void bring(false)} title="Makes a tab of your own; nothing runs">
              <SquareArrowOutUpRight size={14} aria-hidden="true" /> Open a copy
            </Button>
            <Button disabled={isBusy || holdsSeveral} onClick={() => void bring(true)}>
              <Play size={14} aria-hidden="true" /> Run a copy
            </Button>
          </div>
        </header>
        {error === undefined ? null : <ErrorNotice error={error} />}
        <div className={sharedStyles.body}>
          {query.description === '' ? null : <p className={styles.description}>{query.description}</p>}
          <p className={styles.facts}>
            <span>
              Version {query.version}, saved <Moment iso={query.savedAt} />
            </span>
            <span>
              Shared <Moment iso={share.createdAt} />
              {isTeam && sharedBy !== undefined ? ` by ${sharedBy.name || 'somebody who left'}` : ''}
            </span>
            {run === undefined ? null : (
              <span>
                Result of <Moment iso={run.startedAt} />
              </span>
            )}
            {share.expiresAt === undefined ? null : (
              <span>
                The link opens until <Moment iso={share.expiresAt} />
              </span>
            )}
          </p>
          {isResultWithheld ? (
            <p className={sharedStyles.withheld} role="status">
              The link shows a result too, but not to you: you may not use all connections that it was read from.
              Whoever shared it, or an admin, can grant them to you.
            </p>
          ) : null}
          <QueryText query={query} />
          {query.parameters.length === 0 ? null : <ParameterTable parameters={query.parameters} />}
        </div>
      </section>
      {run === undefined ? null : (
        <section className={sharedStyles.result} aria-label="Results">
          <RunPanel
            run={run}
            connections={connections}
            onRerun={() => void bring(true)}
            onShowError={() => void bring(false)}
          />
        </section>
      )}
    </div>
  );
}

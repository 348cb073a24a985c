'use client';

import { useEffect, useState } from 'react';
import { toErrorShape, unwrap } from '../../lib/client/answer.ts';
import { runsWithResult, sqlOf } from '../../lib/client/queries.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query } from '../../lib/contract/query.ts';
import type { Run } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { formatClock, formatDay } from '../../lib/format/time.ts';
import { CopyButton } from '../results/copy-button.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import { statementsOf } from './open-query.ts';
import styles from './queries.module.css';
import type { QueryActions } from './query-actions.ts';

interface ShareDialogProps {
  readonly query: Query;
  readonly actions: Pick<QueryActions, 'share'>;
  /** Run whose result is chosen at first, if it is kept. */
  readonly initialRun?: string | undefined;
  /** A link was made; the dialog stays open to show it. */
  onShared(): void;
  onClose(): void;
}

const DAY_MS = 86_400_000;
const expiries = [
  { value: '1', label: 'in a day' },
  { value: '7', label: 'in a week' },
  { value: '30', label: 'in 30 days' },
  { value: '', label: 'never, until revoked' },
];

/** Makes a link, and shows it this once: afterwards nobody can read it again. */
export function ShareDialog({ query, actions, initialRun, onShared, onClose }: ShareDialogProps) {
  const [days, setDays] = useState('7');
  const [runs, setRuns] = useState<readonly Run[]>();
  const [runId, setRunId] = useState('');
  const [url, setUrl] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    let isOpen = true;
    sqlOf(query)
      .then((sql) => runsWithResult(sql, statementsOf(sql)))
      // Without a result the query alone can still be shared.
      .then((found) => {
        if (!isOpen) return;
        setRuns(found);
        if (found.some(({ id }) => id === initialRun)) setRunId(initialRun ?? '');
      })
      .catch(() => isOpen && setRuns([]));
    return () => {
      isOpen = false;
    };
  }, [query, initialRun]);
  const share = async () => {
    setIsBusy(true);
    setError(undefined);
    try {
      const expiresAt = days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
      const run = runId === '' ? {} : { runId };
      const { token } = unwrap(await actions.share({ queryId: query.id, ...run, ...expiresAt }));
      setUrl(`${window.location.origin}/shared/${token}`);
      onShared();
    } catch (thrown) {
      setError(toErrorShape(thrown));
    }
    setIsBusy(false);
  };
  return (
    <Dialog
      isOpen
      width={560}
      title={url === undefined ? 'Share by link' : 'The link is ready'}
      description={
        url === undefined
          ? `Shows version ${query.version} as it is now, to those who may use this Joinery. It can be revoked at any time.`
          : 'Copy it now: for safety it is not kept, and cannot be shown again.'
      }
      onClose={onClose}
      actions={
        url === undefined ? (
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button kind="primary" disabled={isBusy} onClick={() => void share()}>
              Make link
            </Button>
          </>
        ) : (
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        )
      }
    >
      {url === undefined ? (
        <div className={styles.fields}>
          <label htmlFor="share-shows">Shows</label>
          <NativeSelect id="share-shows" value={runId} onChange={(event) => setRunId(event.target.value)}>
            <option value="">The query, without a result</option>
            {runs?.map((run) => (
              <option key={run.id} value={run.id}>
                The query and the result of {formatDay(run.startedAt)} {formatClock(run.startedAt)} (
                {formatCounted(run.rows, 'row')})
              </option>
            ))}
          </NativeSelect>
          {runs?.length === 0 ? (
            <p className={styles.fieldHint}>No result of this version is kept: run it first to share one with it.</p>
          ) : null}
          <label htmlFor="share-expires">Expires</label>
          <NativeSelect id="share-expires" value={days} onChange={(event) => setDays(event.target.value)}>
            {expiries.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </NativeSelect>
        </div>
      ) : (
        <div className={styles.link}>
          <TextField
            aria-label="Link"
            className="mono"
            readOnly
            value={url}
            ref={(field) => field?.select()}
            onFocus={(event) => event.target.select()}
          />
          <CopyButton text={url} label="Copy link" />
        </div>
      )}
      {error === undefined ? null : (
        <div className={styles.dialogError}>
          <ErrorNotice error={error} />
        </div>
      )}
    </Dialog>
  );
}

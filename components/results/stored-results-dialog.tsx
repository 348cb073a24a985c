'use client';

import { Pin, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { StoredResults } from '../../lib/contract/result.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatCount } from '../../lib/format/number.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './stored-results.module.css';
import { dropStoredResult, fetchStoredResults } from './stored-results.ts';

/** From here on the next result is likely to drive the oldest out. */
const NEARLY_FULL = 0.9;

/** Which results are stored, how much room each takes, and the limit of all; each can be dropped by hand. */
export function StoredResultsDialog({ onClose }: { onClose(): void }) {
  const [stored, setStored] = useState<StoredResults>();
  const [error, setError] = useState<ErrorShape>();
  const [dropping, setDropping] = useState<string>();
  useEffect(() => {
    fetchStoredResults().then(setStored, (thrown) => setError(toErrorShape(thrown)));
  }, []);
  const drop = (runId: string) => {
    setDropping(runId);
    setError(undefined);
    dropStoredResult(runId)
      .then(fetchStoredResults)
      .then(setStored, (thrown) => setError(toErrorShape(thrown)))
      .finally(() => setDropping(undefined));
  };
  return (
    <Dialog
      isOpen
      width={720}
      title="Stored results"
      description="Rows of finished runs, kept on the server. Dropping one keeps its run in the history: run it again to have its rows."
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {error === undefined ? null : <ErrorNotice error={error} />}
      {stored === undefined ? (
        error === undefined ? (
          <Spinner label="Reading" />
        ) : null
      ) : (
        <>
          <Room {...stored} />
          {stored.results.length === 0 ? (
            <p>Nothing is stored.</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls can be reached by keyboard
            <section className={styles.list} tabIndex={0} aria-label="List of stored results">
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">Statement</th>
                    <th scope="col">Ran</th>
                    <th scope="col">Rows</th>
                    <th scope="col">Size</th>
                    <th scope="col">
                      <span className="visually-hidden">Drop</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {stored.results.map(({ runId, text, startedAt, rows, sizeBytes, isPinned }) => (
                    <tr key={runId}>
                      <td title={text}>
                        {isPinned ? <Pin size={12} aria-label="Pinned: kept beyond the limit" /> : null}
                        <code>{text.trim().replace(/\s+/g, ' ')}</code>
                      </td>
                      <td>{formatMoment(startedAt)}</td>
                      <td>{formatCount(rows)}</td>
                      <td>{formatBytes(sizeBytes)}</td>
                      <td>
                        <Button
                          kind="quiet"
                          isIcon
                          aria-label={`Drop the result of ${formatMoment(startedAt)}`}
                          disabled={dropping !== undefined}
                          onClick={() => drop(runId)}
                        >
                          {dropping === runId ? <Spinner /> : <Trash2 size={14} aria-hidden="true" />}
                        </Button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          )}
        </>
      )}
    </Dialog>
  );
}

function Room({ totalBytes, limitBytes }: StoredResults) {
  const share = limitBytes === 0 ? 1 : Math.min(1, totalBytes / limitBytes);
  return (
    <div className={styles.room} data-full={share >= NEARLY_FULL || undefined}>
      <meter value={share} aria-label="Room taken" />
      <span>
        {formatBytes(totalBytes)} of {formatBytes(limitBytes)}
        {share >= NEARLY_FULL
          ? '. The limit is reached: with the next result the oldest go that are not pinned or shared.'
          : ''}
      </span>
    </div>
  );
}

'use client';

import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { RetentionStatus } from '../../lib/contract/history.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { formatMoment } from '../../lib/format/time.ts';
import { Button } from '../ui/button.tsx';
import { CodeText } from '../ui/code-text.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { fetchRetention } from './fetch-history.ts';
import styles from './history.module.css';

const DAY_MS = 86_400_000;
const about =
  'Runs beyond these limits are forgotten with their results, the oldest first. Pinned runs, those that an open link shows, and the newest 20 stay. Set `historyAge`, `historyRuns` and `resultStore` under `limits` in config.yaml.';

/** How long runs and results are kept, and how much there is now. */
export function RetentionDialog({ onClose }: { onClose(): void }) {
  const [status, setStatus] = useState<RetentionStatus>();
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    fetchRetention().then(setStatus, (thrown) => setError(toErrorShape(thrown)));
  }, []);
  return (
    <Dialog
      isOpen
      width={560}
      title="What is kept"
      description={<CodeText text={about} />}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      {error === undefined ? null : <ErrorNotice error={error} />}
      {status === undefined ? error === undefined ? <Spinner label="Counting" /> : null : <Kept {...status} />}
    </Dialog>
  );
}

function Kept({ limits, runs, pinned, oldestAt, results, resultBytes, cleanedAt }: RetentionStatus) {
  const days = limits.historyAgeMs / DAY_MS;
  const age = days >= 1 ? formatCounted(Math.round(days), 'day') : formatCounted(Math.round(days * 24), 'hour');
  return (
    <table className={styles.kept}>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Now</th>
          <th scope="col">Limit</th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Runs</th>
          <td>
            {formatCount(runs)}, {formatCount(pinned)} pinned
          </td>
          <td>{formatCount(limits.historyRuns)}</td>
        </tr>
        <tr>
          <th scope="row">Oldest run</th>
          <td>{oldestAt === undefined ? '–' : formatMoment(oldestAt)}</td>
          <td>{age} old</td>
        </tr>
        <tr>
          <th scope="row">Stored results</th>
          <td>
            {formatCounted(results, 'result')}, {formatBytes(resultBytes)}
          </td>
          <td>{formatBytes(limits.resultStoreBytes)}</td>
        </tr>
        <tr>
          <th scope="row">Looked through</th>
          <td>{cleanedAt === undefined ? 'not yet since the start' : formatMoment(cleanedAt)}</td>
          <td>every hour</td>
        </tr>
      </tbody>
    </table>
  );
}

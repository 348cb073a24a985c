'use client';

import { useEffect, useState } from 'react';
import { useConnections } from '../shell/connections-context.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Page, PageScroll } from '../ui/page.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './connections.module.css';
import { ConnectionName, SummaryCells, SummaryHeadings } from './summary-cells.tsx';

const NOW_EVERY_MS = 30_000;

/** The connections that somebody who does not manage them may use, and how each stands. */
export function GrantedConnections() {
  const { connections, isLoading, error } = useConnections();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), NOW_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Page title="Connections" toolbar={isLoading ? <Spinner label="Reading connections" /> : null}>
      {error === undefined ? null : <ErrorNotice error={error} />}
      {!isLoading && error === undefined && connections.length === 0 ? (
        <EmptyState title="No connection is granted to you yet">
          Ask an admin: they say under Settings, Connection access, who may use which.
        </EmptyState>
      ) : null}
      {connections.length === 0 ? null : (
        <PageScroll>
          <table className={styles.table} data-quiet="">
            <thead>
              <tr>
                <SummaryHeadings />
              </tr>
            </thead>
            <tbody>
              {connections.map((summary) => (
                <tr key={summary.id}>
                  <th scope="row">
                    <span className={styles.rowButton}>
                      <ConnectionName summary={summary} />
                    </span>
                  </th>
                  <SummaryCells summary={summary} now={now} />
                </tr>
              ))}
            </tbody>
          </table>
        </PageScroll>
      )}
    </Page>
  );
}

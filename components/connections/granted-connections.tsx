'use client';

import { useEffect, useState } from 'react';
import { formatCount } from '../../lib/format/number.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Page, PageScroll } from '../ui/page.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { agoWords } from './connection-words.ts';
import styles from './connections.module.css';
import { StatusMark } from './status-mark.tsx';

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
                <th scope="col">Connection</th>
                <th scope="col">Source</th>
                <th scope="col">Status</th>
                <th scope="col" className="num">
                  Tables
                </th>
                <th scope="col">Refreshed</th>
              </tr>
            </thead>
            <tbody>
              {connections.map((summary) => (
                <tr key={summary.id}>
                  <th scope="row">
                    <span className={styles.rowButton}>
                      <Origin color={summary.color} mark={summary.mark} />
                      <span className={styles.rowName}>{summary.id}</span>
                    </span>
                  </th>
                  <td className={styles.clip}>{summary.driverLabel}</td>
                  <td className={styles.clip} title={summary.error?.message}>
                    <StatusMark status={summary.status} />
                  </td>
                  <td className="num">{summary.introspectedAt === undefined ? '' : formatCount(summary.tableCount)}</td>
                  <td className={styles.faint} title={summary.introspectedAt}>
                    {agoWords(summary, now)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </PageScroll>
      )}
    </Page>
  );
}

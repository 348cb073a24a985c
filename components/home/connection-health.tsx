'use client';

import { useConnections } from '../shell/connections-context.tsx';
import { Origin } from '../ui/origin.tsx';
import { PageLink } from '../ui/page-link.tsx';
import styles from './home.module.css';

const words: Readonly<Record<string, string>> = {
  ready: 'answers',
  loading: 'is being read',
  unknown: 'is being read',
  unreachable: 'does not answer',
  misconfigured: 'has a mistake in its options',
};

/** Whether each source answers. */
export function ConnectionHealth() {
  const { connections, isLoading } = useConnections();
  return (
    <section className={styles.section} aria-label="Connections">
      <h2>
        Connections <PageLink href="/connections">All</PageLink>
      </h2>
      {connections.length === 0 && !isLoading ? (
        <p className={styles.empty}>
          No connection yet. <PageLink href="/connections">Add the first one</PageLink>
        </p>
      ) : null}
      <ul>
        {connections.map(({ id, color, status }) => (
          <li key={id}>
            <PageLink className={styles.line} href={`/connections?id=${encodeURIComponent(id)}`}>
              <Origin color={color} />
              <span className={styles.name}>{id}</span>
              <span className={styles.health} data-status={status}>
                {words[status] ?? status}
              </span>
            </PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

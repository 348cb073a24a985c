'use client';

import type { Ref } from 'react';
import styles from './app-shell.module.css';
import { useConnections } from './connections-context.tsx';

/** The line at the foot: which configuration, how many connections answer, and what the screen adds on the right. */
export function StatusBar({ slotRef }: { readonly slotRef: Ref<HTMLDivElement> }) {
  const { connections, configPath, isLoading, error } = useConnections();
  const reachable = connections.filter(({ status }) => status === 'ready').length;
  return (
    <footer className={styles.footer}>
      <span title={configPath}>{configPath.split(/[/\\]/).at(-1) || 'Joinery'}</span>
      {error !== undefined ? (
        <span className={styles.problem} role="status">
          {error.message} Trying again…
        </span>
      ) : (
        <span>{isLoading ? 'Reading connections…' : summary(connections.length, reachable)}</span>
      )}
      <div className={styles.slot} ref={slotRef} />
    </footer>
  );
}

const summary = (count: number, reachable: number): string =>
  `${count} ${count === 1 ? 'connection' : 'connections'} · ${reachable} reachable`;

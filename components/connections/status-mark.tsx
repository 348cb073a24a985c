import { CircleAlert, CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ConnectionStatus } from '../../lib/contract/catalog.ts';
import { Spinner } from '../ui/spinner.tsx';
import { statusWords } from './connection-words.ts';
import styles from './connections.module.css';

const icons = { ready: CircleCheck, unreachable: CircleX, misconfigured: CircleAlert, unknown: CircleDashed } as const;

/** How a connection stands, in a sign and a word. */
export function StatusMark({ status }: { readonly status: ConnectionStatus }) {
  const Icon = status === 'loading' ? undefined : icons[status];
  return (
    <span className={styles.status} data-status={status}>
      {Icon === undefined ? <Spinner /> : <Icon size={14} aria-hidden="true" />}
      {statusWords[status]}
    </span>
  );
}

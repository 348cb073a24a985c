import { Check, CircleAlert, CircleSlash, Clock, Unplug } from 'lucide-react';
import type { RunStatus } from '../../lib/contract/run.ts';
import { Spinner } from '../ui/spinner.tsx';
import styles from './history.module.css';

export const statusWords: Readonly<Record<RunStatus, string>> = {
  queued: 'Queued',
  planning: 'Planning',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Stopped',
  interrupted: 'Interrupted',
};

const ICON_PX = 14;

/** State of a run: a mark and its word. */
export function RunStatusMark({ status }: { readonly status: RunStatus }) {
  return (
    <span className={styles.status} data-status={status}>
      <Mark status={status} />
      {statusWords[status]}
    </span>
  );
}

function Mark({ status }: { readonly status: RunStatus }) {
  switch (status) {
    case 'succeeded':
      return <Check size={ICON_PX} aria-hidden="true" />;
    case 'failed':
      return <CircleAlert size={ICON_PX} aria-hidden="true" />;
    case 'cancelled':
      return <CircleSlash size={ICON_PX} aria-hidden="true" />;
    case 'interrupted':
      return <Unplug size={ICON_PX} aria-hidden="true" />;
    case 'queued':
      return <Clock size={ICON_PX} aria-hidden="true" />;
    default:
      return <Spinner />;
  }
}

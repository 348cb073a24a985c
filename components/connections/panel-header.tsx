'use client';

import { Copy, RefreshCw, Trash2, X } from 'lucide-react';
import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { agoWords } from './connection-words.ts';
import styles from './connections.module.css';
import { StatusMark } from './status-mark.tsx';

interface PanelHeaderProps {
  readonly summary: ConnectionSummary;
  readonly isOfConfig: boolean;
  readonly isRefreshing: boolean;
  readonly now: number;
  onRefresh(): void;
  onDuplicate(): void;
  onRemove(): void;
  onClose(): void;
}

/** Which connection this is and how it stands, with what can be done to it as a whole. */
export function PanelHeader(props: PanelHeaderProps) {
  const { summary, isOfConfig, isRefreshing, now } = props;
  const { id, color, mark, driverLabel, status, tableCount, introspectedAt, error } = summary;
  return (
    <header className={styles.panelHead}>
      <div className={styles.panelTitle}>
        <Origin color={color} mark={mark} />
        <h2>{id}</h2>
        <Button kind="quiet" isIcon aria-label="Close" title="Close (Esc)" onClick={props.onClose}>
          <X size={16} aria-hidden="true" />
        </Button>
      </div>
      <p className={styles.facts}>
        <StatusMark status={isRefreshing ? 'loading' : status} />
        <span>{driverLabel}</span>
        {introspectedAt === undefined ? null : (
          <span title={introspectedAt}>
            {formatCounted(tableCount, 'table')}, read {agoWords(summary, now)}
          </span>
        )}
      </p>
      {error === undefined || isRefreshing ? null : <ErrorNotice error={error} />}
      <div className={styles.panelActions}>
        <Button kind="quiet" disabled={isRefreshing} onClick={props.onRefresh}>
          <RefreshCw size={14} aria-hidden="true" className={isRefreshing ? styles.turning : undefined} />
          {isRefreshing ? 'Reading tables…' : 'Refresh tables'}
        </Button>
        <Button kind="quiet" onClick={props.onDuplicate}>
          <Copy size={14} aria-hidden="true" />
          Duplicate
        </Button>
        {isOfConfig ? null : (
          <Button kind="quiet" onClick={props.onRemove}>
            <Trash2 size={14} aria-hidden="true" />
            Remove…
          </Button>
        )}
      </div>
    </header>
  );
}

'use client';

import { Download, Shield, ShieldCheck } from 'lucide-react';
import { type ExportFormat, exportFormats } from '../../lib/contract/result.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { Button } from '../ui/button.tsx';
import { Menu, type MenuEntries } from '../ui/menu.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './run-panel.module.css';
import type { ExportState } from './use-export.ts';

const labels: Readonly<Record<ExportFormat, string>> = {
  csv: 'CSV',
  tsv: 'TSV',
  json: 'JSON',
  parquet: 'Parquet',
  xlsx: 'Excel (XLSX)',
};

interface ExportMenuProps {
  readonly isDisabled: boolean;
  readonly state: ExportState;
  /** What is shown, if that is not the whole result: `12 rows, 3 columns`. */
  readonly shown: string | undefined;
  readonly guardsFormulas: boolean;
  onStart(format: ExportFormat, isShown: boolean): void;
  onGuardFormulas(guards: boolean): void;
}

export function ExportMenu({ isDisabled, state, shown, guardsFormulas, onStart, onGuardFormulas }: ExportMenuProps) {
  const entries = (words: string, isShown: boolean): MenuEntries =>
    exportFormats.map((format) => ({ label: `${labels[format]}${words}`, run: () => onStart(format, isShown) }));
  const isPreparing = state.kind === 'preparing';
  return (
    <Menu
      trigger={
        <Button
          kind="quiet"
          disabled={isDisabled}
          title="Exports the stored result without running the statement again"
        >
          {isPreparing ? <Spinner /> : <Download size={14} aria-hidden="true" />}
          Export
        </Button>
      }
      entries={[
        ...(shown === undefined
          ? entries('', false)
          : [...entries(`: shown, ${shown}`, true), null, ...entries(': all', false)]),
        null,
        {
          id: 'guard',
          label: `Guard formulas in CSV, TSV and Excel: ${guardsFormulas ? 'on' : 'off'}`,
          icon: guardsFormulas ? <ShieldCheck size={14} aria-hidden="true" /> : <Shield size={14} aria-hidden="true" />,
          run: () => onGuardFormulas(!guardsFormulas),
        },
      ]}
    />
  );
}

/** What became of an export; nothing while there is nothing to say. */
export function ExportNotice({ state, onDismiss }: { readonly state: ExportState; onDismiss(): void }) {
  if (state.kind === 'idle') return null;
  const name = labels[state.format];
  return (
    <div className={styles.banner} data-tone={state.kind === 'failed' ? 'danger' : 'plain'} role="status">
      {state.kind === 'preparing' ? (
        <span>
          Preparing {name} from the stored result{state.bytes > 0 ? `: ${formatBytes(state.bytes)}` : '…'}
        </span>
      ) : null}
      {state.kind === 'handed-over' ? (
        <span>
          A large result: the browser downloads the {name} file itself. Its download list shows how far it is.
        </span>
      ) : null}
      {state.kind === 'failed' ? (
        <span>
          <b>The {name} export failed.</b> {state.error.message} {state.error.hint}
        </span>
      ) : null}
      <Button kind="quiet" className={styles.bannerButton} onClick={onDismiss}>
        {state.kind === 'preparing' ? 'Stop' : 'Dismiss'}
      </Button>
    </div>
  );
}

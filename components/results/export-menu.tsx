'use client';

import { Download } from 'lucide-react';
import { useState } from 'react';
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
  /** The whole result: `1,000 rows, 5 columns`. */
  readonly whole: string;
  /** What is shown, if that is not the whole result. */
  readonly shown: string | undefined;
  readonly guardsFormulas: boolean;
  onStart(format: ExportFormat, isShown: boolean): void;
  onGuardFormulas(guards: boolean): void;
}

/** Which rows, in which form; where only a part is shown, that part comes out unless the reader says otherwise. */
export function ExportMenu(props: ExportMenuProps) {
  const { isDisabled, state, whole, shown, guardsFormulas, onStart, onGuardFormulas } = props;
  const [wantsAll, setWantsAll] = useState(false);
  const isShown = shown !== undefined && !wantsAll;
  const isPreparing = state.kind === 'preparing';
  const rows: MenuEntries =
    shown === undefined
      ? []
      : [
          {
            heading: 'Rows',
            value: isShown ? 'shown' : 'all',
            options: [
              { value: 'shown', label: `As shown: ${shown}` },
              { value: 'all', label: `Whole result: ${whole}` },
            ],
            onChoose: (value) => setWantsAll(value === 'all'),
          },
          null,
        ];
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
      onOpen={() => setWantsAll(false)}
      entries={[
        ...rows,
        {
          heading: shown === undefined ? `Save ${whole} as` : 'Save as',
          actions: exportFormats.map((format) => ({ label: labels[format], run: () => onStart(format, isShown) })),
        },
        null,
        { label: 'Guard formulas in CSV, TSV and Excel', isOn: guardsFormulas, onSwitch: onGuardFormulas },
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

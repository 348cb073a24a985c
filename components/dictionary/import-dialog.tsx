'use client';

import { useId, useState } from 'react';
import { toErrorShape, unwrap } from '../../lib/client/answer.ts';
import type { ImportReport } from '../../lib/contract/dictionary.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { formatCount } from '../../lib/format/number.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import styles from './dictionary.module.css';
import type { DictionaryActions } from './dictionary-actions.ts';

interface ImportDialogProps {
  readonly importDbt: DictionaryActions['importDbt'];
  onClose(): void;
  onImported(): void;
}

/** dbt properties into the dictionary: what would change is shown before anything does. */
export function ImportDialog({ importDbt, onClose, onImported }: ImportDialogProps) {
  const { connections } = useConnections();
  const selectId = useId();
  const [text, setText] = useState('');
  const [connection, setConnection] = useState('');
  const [report, setReport] = useState<ImportReport>();
  const [error, setError] = useState<ErrorShape>();
  const [isBusy, setIsBusy] = useState(false);
  const ask = async (given: string, of: string, isApplied: boolean) => {
    setIsBusy(true);
    setError(undefined);
    try {
      const answer = unwrap(await importDbt({ text: given, isApplied, ...(of === '' ? {} : { connection: of }) }));
      setReport(answer);
      if (isApplied) onImported();
    } catch (thrown) {
      setReport(undefined);
      setError(toErrorShape(thrown));
    } finally {
      setIsBusy(false);
    }
  };
  const choose = async (files: FileList | null) => {
    const [file] = files ?? [];
    if (file === undefined) return;
    const given = await file.text();
    setText(given);
    await ask(given, connection, false);
  };
  const changes = report === undefined ? 0 : report.added + report.changed;
  return (
    <Dialog
      isOpen
      title="Import dbt properties"
      width={640}
      description="Descriptions of sources, models, seeds and snapshots. What the dictionary says of the same tables and columns is replaced."
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button kind="primary" disabled={isBusy || changes === 0} onClick={() => void ask(text, connection, true)}>
            {changes === 0 ? 'Import' : `Import ${formatCount(changes)}`}
          </Button>
        </>
      }
      onClose={onClose}
    >
      <div className={styles.import}>
        <label>
          <span>File (.yml)</span>
          <input type="file" accept=".yml,.yaml,text/yaml" onChange={(event) => void choose(event.target.files)} />
        </label>
        <label htmlFor={selectId}>
          <span>Models are tables of</span>
          <NativeSelect
            id={selectId}
            value={connection}
            onChange={(event) => {
              setConnection(event.target.value);
              if (text !== '') void ask(text, event.target.value, false);
            }}
          >
            <option value="">no connection: leave them out</option>
            {connections.map(({ id }) => (
              <option key={id} value={id}>
                {id}
              </option>
            ))}
          </NativeSelect>
        </label>
        {error === undefined ? null : <ErrorNotice error={error} />}
        {report === undefined ? null : (
          <>
            <p role="status">
              {formatCount(report.added)} new, {formatCount(report.changed)} changed, {formatCount(report.unchanged)} as
              they are{report.leftOut.length === 0 ? '.' : `, ${formatCount(report.leftOut.length)} left out.`}
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keyboard */}
            <ul className={styles.changes} tabIndex={0} aria-label="What changes">
              {report.changes.map(({ item, before, after }) => (
                <li key={item}>
                  <b>{item}</b> {before === '' ? null : <del>{before}</del>} {after}
                </li>
              ))}
              {report.leftOut.map((words) => (
                <li key={words} className={styles.leftOut}>
                  Left out: {words}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  );
}

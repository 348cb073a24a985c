'use client';

import { CheckCheck, Lightbulb } from 'lucide-react';
import { askModel } from '../../lib/client/assistant.ts';
import type { DictionaryTable } from '../../lib/contract/dictionary.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { ModelBar } from '../assistant/model-bar.tsx';
import { useAsking } from '../assistant/use-model.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { ColumnRow } from './column-row.tsx';
import styles from './dictionary.module.css';
import type { DictionaryActions } from './dictionary-actions.ts';
import { originWords } from './dictionary-words.ts';
import { ItemCell, type ItemPlace, saver } from './item-cell.tsx';
import { ItemText } from './item-text.tsx';
import type { TableEditing } from './use-dictionary-table.ts';

interface TablePanelProps {
  readonly editing: TableEditing;
  readonly actions: DictionaryActions;
}

/** One table with its columns, edited in place. */
export function TablePanel({ editing, actions }: TablePanelProps) {
  const { table, error, reload } = editing;
  const retry = <Button onClick={reload}>Read it again</Button>;
  return (
    <>
      {error === undefined ? null : <ErrorNotice error={error} actions={retry} />}
      {table !== undefined ? (
        <Content table={table} editing={editing} actions={actions} />
      ) : error === undefined ? (
        <p className={styles.wait}>
          <Spinner /> Reading…
        </p>
      ) : null}
    </>
  );
}

function Content({ table, editing, actions }: TablePanelProps & { readonly table: DictionaryTable }) {
  const { byId } = useConnections();
  const asking = useAsking();
  const { table: reference, sqlName, columns } = table;
  const place: ItemPlace = { table: reference, item: table, editing, actions };
  const save = saver(place);
  const all = [table, ...columns];
  const gaps = all.filter(({ from }) => from === 'none').length;
  const proposed = all.filter(({ proposal }) => proposal !== undefined).length;
  const propose = () =>
    void editing.change(async () => {
      const answer = await actions.propose([reference]);
      const [made] = answer.ok ? answer.value : [];
      return answer.ok ? { ok: true, value: made ?? table } : answer;
    });
  return (
    <>
      <header className={styles.panelHead}>
        <div className={styles.panelTitle}>
          <Origin color={byId(reference.connection)?.color} />
          <h2>{sqlName}</h2>
          {editing.pending > 0 ? <Spinner label="Saving" /> : null}
          <span className={styles.facts}>
            {table.kind === 'view' ? 'view · ' : ''}
            {table.rowEstimate === undefined ? '' : `about ${formatCounted(table.rowEstimate, 'row')} · `}
            {formatCounted(columns.length, 'column')}
            {gaps === 0 ? '' : ` · ${formatCounted(gaps, 'gap')}`}
          </span>
        </div>
        <div className={styles.ownTitle}>
          <ItemText kind="title" name={sqlName} value={table.title} placeholder="No title" onSave={save('title')} />
        </div>
        <div className={styles.own}>
          <ItemCell {...place} name={sqlName} onSave={save('description')} />
          <span className={styles.origin}>{originWords(table)}</span>
        </div>
        <div className={styles.panelActions}>
          <Button disabled={gaps === 0} title="From names, keys and figures; asks nobody" onClick={propose}>
            <Lightbulb size={14} aria-hidden="true" />
            Propose for gaps
          </Button>
          {proposed === 0 ? null : (
            <>
              <Button onClick={() => void editing.change(() => actions.confirmAll(reference))}>
                <CheckCheck size={14} aria-hidden="true" />
                Confirm all {proposed}
              </Button>
              <Button kind="quiet" onClick={() => void editing.change(() => actions.dismiss(reference))}>
                Dismiss all
              </Button>
            </>
          )}
        </div>
        {gaps === 0 ? null : (
          <div className={styles.model}>
            <ModelBar
              label="Propose with the model"
              question={{ purpose: 'dictionary', table: reference }}
              asking={asking}
              onSend={(question) =>
                asking.run(async (signal) => {
                  if (question.purpose !== 'dictionary') return;
                  const answer = await askModel(question, signal);
                  if ('proposals' in answer) await editing.change(() => actions.keepProposals(answer.proposals));
                })
              }
            />
          </div>
        )}
      </header>
      <div className={styles.columns}>
        <table className={styles.table} aria-label={`Columns of ${sqlName}`}>
          <thead>
            <tr>
              <th>Column</th>
              <th>Title</th>
              <th>Description</th>
              <th>Unit</th>
              <th>Origin</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <ColumnRow key={column.name} table={reference} column={column} editing={editing} actions={actions} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

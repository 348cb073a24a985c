'use client';

import { Download, Upload } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { toErrorShape, unwrap } from '../../lib/client/answer.ts';
import { type DictionaryFormat, dictionaryFilterSchema } from '../../lib/contract/dictionary.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import { formatCount } from '../../lib/format/number.ts';
import { saveText } from '../assistant/save-text.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { StatusSlot } from '../shell/status-slot.tsx';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { EmptyState, ErrorNotice } from '../ui/notice.tsx';
import { Origin } from '../ui/origin.tsx';
import { Page } from '../ui/page.tsx';
import { Select } from '../ui/select.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAddress } from '../ui/use-address.ts';
import styles from './dictionary.module.css';
import type { DictionaryActions } from './dictionary-actions.ts';
import { filterWords, share } from './dictionary-words.ts';
import { ImportDialog } from './import-dialog.tsx';
import { keyOf, TableList } from './table-list.tsx';
import { TablePanel } from './table-panel.tsx';
import { useDictionaryList } from './use-dictionary-list.ts';
import { useDictionaryTable } from './use-dictionary-table.ts';

const SEARCH_DELAY_MS = 200;
const ANY = 'any';

/** What tables and columns of all connections mean: read, searched, written in place, proposed, imported and exported. */
export function DictionaryView({ actions }: { readonly actions: DictionaryActions }) {
  const { connections, generation, reload: reloadConnections } = useConnections();
  const asked = useSearchParams();
  const [typed, setTyped] = useState(asked.get('q') ?? '');
  const [q, setQ] = useState(typed);
  const [connection, setConnection] = useState<string>();
  const [show, setShow] = useState(dictionaryFilterSchema.catch('all').parse(asked.get('show')));
  const [chosen, setChosen] = useState<TableReference | undefined>(() => wantedTable(asked));
  const [isImporting, setIsImporting] = useState(false);
  const [actionError, setActionError] = useState<ErrorShape>();
  const { list, error, isLoading, reload, more } = useDictionaryList({ q, connection, show }, generation);
  const selected = chosen ?? list?.rows[0]?.table;
  const onChanged = useCallback(() => {
    reload();
    // Other screens show descriptions too.
    void reloadConnections();
  }, [reload, reloadConnections]);
  const editing = useDictionaryTable(selected, onChanged);

  useEffect(() => {
    const timer = setTimeout(() => setQ(typed), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  useAddress(chosen === undefined ? undefined : `/dictionary?${new URLSearchParams({ ...chosen })}`);

  const exportAs = async (format: DictionaryFormat) => {
    setActionError(undefined);
    try {
      const { fileName, text } = unwrap(await actions.exportAs(format));
      saveText(fileName, text);
    } catch (thrown) {
      setActionError(toErrorShape(thrown));
    }
  };
  const proposeShown = async () => {
    setActionError(undefined);
    try {
      unwrap(await actions.propose((list?.rows ?? []).map(({ table }) => table)));
      onChanged();
      editing.reload();
    } catch (thrown) {
      setActionError(toErrorShape(thrown));
    }
  };
  const { coverage } = list ?? {};
  const isFiltered = q !== '' || connection !== undefined || show !== 'all';
  return (
    <Page
      title="Dictionary"
      toolbar={
        <>
          <TextField
            type="search"
            aria-label="Search names and descriptions"
            placeholder="Search names and descriptions"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Select
            label="Connection"
            value={connection ?? ANY}
            options={[
              { value: ANY, label: 'All connections' },
              ...connections.map(({ id, color }) => ({ value: id, label: id, icon: <Origin color={color} /> })),
            ]}
            onChange={(value) => setConnection(value === ANY ? undefined : value)}
          />
          <Select
            label="Show"
            value={show}
            options={dictionaryFilterSchema.options.map((value) => ({ value, label: filterWords[value] }))}
            onChange={(value) => setShow(dictionaryFilterSchema.catch('all').parse(value))}
          />
          {isLoading ? <Spinner label="Reading the dictionary" /> : null}
          <span className={styles.gap} />
          <Button
            disabled={show !== 'undocumented' || list === undefined || list.rows.length === 0}
            title="For the tables that are shown, from names and keys: choose “With gaps” first"
            onClick={() => void proposeShown()}
          >
            Propose for all shown
          </Button>
          <Button onClick={() => setIsImporting(true)}>
            <Upload size={14} aria-hidden="true" />
            Import
          </Button>
          <Menu
            trigger={
              <Button>
                <Download size={14} aria-hidden="true" />
                Export
              </Button>
            }
            entries={[
              { label: 'dbt properties (YAML)', run: () => void exportAs('dbt') },
              { label: 'Markdown', run: () => void exportAs('markdown') },
            ]}
          />
        </>
      }
      notice={
        <>
          {actionError === undefined ? null : <ErrorNotice error={actionError} />}
          {error === undefined ? null : (
            <ErrorNotice error={error} actions={<Button onClick={reload}>Try again</Button>} />
          )}
          {list?.problems.map((words) => (
            <p key={words} className={styles.problem} role="status">
              {words}
            </p>
          ))}
        </>
      }
    >
      <div className={styles.split}>
        <section className={styles.list} aria-label="Tables">
          {list === undefined ? null : list.rows.length === 0 ? (
            <EmptyState title={isFiltered ? 'No table matches' : 'No tables yet'}>
              {isFiltered
                ? 'Search looks at names and descriptions of tables and columns. Try fewer words or another filter.'
                : 'Tables appear here when a connection has been read.'}
            </EmptyState>
          ) : (
            <TableList list={list} selected={selected} onSelect={setChosen} onMore={more} />
          )}
        </section>
        <section className={styles.panel} aria-label={selected?.table ?? 'No table'}>
          {selected === undefined ? null : <TablePanel key={keyOf(selected)} editing={editing} actions={actions} />}
        </section>
      </div>
      {coverage === undefined ? null : (
        <StatusSlot>
          <span>
            {formatCount(coverage.describedTables)} of {formatCount(coverage.tables)} tables described (
            {share(coverage.describedTables, coverage.tables)}) · {formatCount(coverage.describedColumns)} of{' '}
            {formatCount(coverage.columns)} columns ({share(coverage.describedColumns, coverage.columns)})
            {coverage.proposed === 0 ? '' : ` · ${formatCount(coverage.proposed)} proposed`}
          </span>
        </StatusSlot>
      )}
      {isImporting ? (
        <ImportDialog
          importDbt={actions.importDbt}
          onClose={() => setIsImporting(false)}
          onImported={() => {
            onChanged();
            editing.reload();
          }}
        />
      ) : null}
    </Page>
  );
}

function wantedTable(asked: URLSearchParams): TableReference | undefined {
  const [connection, schema, table] = ['connection', 'schema', 'table'].map((key) => asked.get(key));
  return connection && typeof schema === 'string' && table ? { connection, schema, table } : undefined;
}

'use client';

import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { TableReference } from '../../lib/contract/suggestion.ts';
import { ChoiceList } from '../join-builder/choice-list.tsx';
import { useTableChoices } from '../join-builder/use-table-choices.tsx';
import { useConnections } from '../shell/connections-context.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Origin } from '../ui/origin.tsx';
import { tableKey } from './suggestion-words.ts';
import styles from './suggestions.module.css';

interface TableChipsProps {
  readonly tables: readonly TableReference[];
  onAdd(table: TableReference): void;
  onRemove(table: TableReference): void;
}

/** The tables that are asked for: each can be taken away, others are found by words or dragged here. */
export function TableChips({ tables, onAdd, onRemove }: TableChipsProps) {
  const { byId } = useConnections();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <div className={styles.chips}>
      {tables.map((table) => (
        <span
          key={tableKey(table)}
          className={styles.chip}
          title={`${table.connection}.${table.schema}.${table.table}`}
        >
          <Origin color={byId(table.connection)?.color} />
          <span className={styles.chipName}>{table.table}</span>
          <button type="button" aria-label={`Take ${table.table} away`} onClick={() => onRemove(table)}>
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
      <button type="button" className={styles.addTable} onClick={() => setIsAdding(true)}>
        <Plus size={12} aria-hidden="true" /> Table
      </button>
      <Dialog
        isOpen={isAdding}
        title="Add a table"
        actions={<Button onClick={() => setIsAdding(false)}>Done</Button>}
        onClose={() => setIsAdding(false)}
      >
        <TableSearch
          onPick={(table) => {
            setIsAdding(false);
            onAdd(table);
          }}
        />
      </Dialog>
    </div>
  );
}

function TableSearch({ onPick }: { onPick(table: TableReference): void }) {
  const [query, setQuery] = useState('');
  const { choices, nothing } = useTableChoices(query, (source) => {
    if (source.kind === 'table') onPick({ connection: source.connection, schema: source.schema, table: source.table });
  });
  return (
    <ChoiceList
      label="Tables"
      placeholder="Search tables of all connections"
      query={query}
      choices={choices}
      nothing={nothing}
      takesFocus
      onQuery={setQuery}
    />
  );
}

'use client';

import { Check } from 'lucide-react';
import type { ColumnDescription } from '../../lib/contract/description.ts';
import { useConnections } from '../shell/connections-context.tsx';
import { Origin } from '../ui/origin.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Caveats } from './caveats.tsx';
import styles from './describe.module.css';
import { EditableText } from './editable-text.tsx';

interface ColumnFormProps {
  readonly column: ColumnDescription;
  onEdit(change: Partial<Pick<ColumnDescription, 'title' | 'description' | 'unit'>>): void;
  onConfirm(isConfirmed: boolean): void;
}

const authors: Readonly<Record<ColumnDescription['writtenBy'], string>> = {
  lineage: 'from lineage',
  model: 'by a model',
  person: 'edited',
};

const mostSources = 6;

/** One column: its words, where it comes from, what to beware of. */
export function ColumnForm({ column, onEdit, onConfirm }: ColumnFormProps) {
  const { byId } = useConnections();
  const { label, type, title, description, unit, caveats, sources, expression, writtenBy, isConfirmed } = column;
  return (
    <article className={styles.column} aria-label={label}>
      <div className={styles.head}>
        <code className={styles.name}>{label}</code>
        <span className={styles.type}>{type.toLowerCase()}</span>
        <span className={styles.author}>{authors[writtenBy]}</span>
        <button
          type="button"
          className={styles.confirm}
          aria-pressed={isConfirmed}
          title={isConfirmed ? 'Confirmed by a person; click to take back' : 'Say that this is right'}
          onClick={() => onConfirm(!isConfirmed)}
        >
          <Check size={13} aria-hidden="true" /> {isConfirmed ? 'Confirmed' : 'Confirm'}
        </button>
      </div>
      <div className={styles.words}>
        <EditableText
          label={`Title of ${label}`}
          className={styles.columnTitle}
          value={title}
          maxLength={200}
          onChange={(next) => onEdit({ title: next })}
        />
        <TextField
          className={styles.unit ?? ''}
          aria-label={`Unit of ${label}`}
          placeholder="unit"
          maxLength={60}
          value={unit ?? ''}
          onChange={(event) => onEdit({ unit: event.target.value })}
        />
      </div>
      <EditableText
        label={`Description of ${label}`}
        value={description}
        maxLength={4_000}
        onChange={(next) => onEdit({ description: next })}
      />
      <Caveats caveats={caveats} />
      {sources.length === 0 ? null : (
        <ul className={styles.sources} aria-label={`Origin of ${label}`}>
          {sources.slice(0, mostSources).map((source) => (
            <li key={[source.connection, source.schema, source.table, source.column].join('.')}>
              <Origin color={byId(source.connection)?.color} />
              {source.connection}.{source.table}.{source.column}
            </li>
          ))}
          {sources.length > mostSources ? <li>and {sources.length - mostSources} more</li> : null}
        </ul>
      )}
      {expression === undefined ? null : (
        <code className={styles.expression} title={expression}>
          {expression}
        </code>
      )}
    </article>
  );
}

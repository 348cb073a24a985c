'use client';

import { KeyRound } from 'lucide-react';
import type { DictionaryTable } from '../../lib/contract/dictionary.ts';
import styles from './dictionary.module.css';
import { originWords } from './dictionary-words.ts';
import { ItemCell, type ItemPlace, saver } from './item-cell.tsx';
import { ItemText } from './item-text.tsx';

interface ColumnRowProps extends Pick<ItemPlace, 'table' | 'editing' | 'actions'> {
  readonly column: DictionaryTable['columns'][number];
}

/** One column of a table, its texts edited in place. */
export function ColumnRow({ column, ...around }: ColumnRowProps) {
  const place: ItemPlace = { ...around, column: column.name, item: column };
  const save = saver(place);
  return (
    <tr data-gap={column.from === 'none' || undefined}>
      <th scope="row">
        <span className={styles.name}>
          {column.name}
          {column.isPrimaryKey ? <KeyRound size={11} aria-label="key" /> : null}
        </span>
        <span className={styles.type} title={column.references}>
          {column.type}
          {column.references === undefined ? '' : ' →'}
        </span>
      </th>
      <td>
        <ItemText kind="title" name={column.name} value={column.title} onSave={save('title')} />
      </td>
      <td>
        <ItemCell {...place} name={column.name} onSave={save('description')} />
      </td>
      <td>
        <ItemText kind="unit" name={column.name} value={column.unit} onSave={save('unit')} />
      </td>
      <td className={styles.origin} title={column.from === 'kept' ? column.comment : undefined}>
        {originWords(column)}
      </td>
    </tr>
  );
}

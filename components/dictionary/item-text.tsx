'use client';

import { type KeyboardEvent, useState } from 'react';
import styles from './dictionary.module.css';

/** How each text of an item is called and shown, and how long it may be. */
const kinds = {
  description: { label: 'Description', className: styles.text, maxLength: 4_000 },
  title: { label: 'Title', className: styles.titleText, maxLength: 200 },
  unit: { label: 'Unit', className: styles.unit, maxLength: 60 },
} as const;

interface ItemTextProps {
  /** Which of the texts: Enter goes on to the next of its kind. */
  readonly kind: keyof typeof kinds;
  /** Of the table or column that it belongs to. */
  readonly name: string;
  readonly value: string | undefined;
  readonly placeholder?: string;
  /** Answers whether it was kept; what was typed stays until it is. */
  onSave(text: string): Promise<boolean>;
}

/** Text that is typed into where it stands. Enter saves and goes on to the next, Escape takes back, leaving saves. */
export function ItemText({ kind, name, value = '', placeholder = '', onSave }: ItemTextProps) {
  const [draft, setDraft] = useState<string>();
  const { label, className, maxLength } = kinds[kind];
  const save = async () => {
    if (draft === undefined) return;
    if (draft.trim() === value.trim() || (await onSave(draft.trim()))) setDraft(undefined);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape' && draft !== undefined) {
      event.preventDefault();
      setDraft(undefined);
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    const column = event.currentTarget.dataset.dictionaryText;
    const fields = [...document.querySelectorAll<HTMLElement>(`[data-dictionary-text="${column}"]`)];
    const next = fields[fields.indexOf(event.currentTarget) + 1];
    // Leaving saves.
    if (next === undefined) event.currentTarget.blur();
    else next.focus();
  };
  return (
    <textarea
      className={className}
      data-dictionary-text={kind}
      data-changed={draft === undefined ? undefined : ''}
      aria-label={`${label} of ${name}`}
      rows={1}
      maxLength={maxLength}
      placeholder={placeholder}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={() => void save()}
    />
  );
}

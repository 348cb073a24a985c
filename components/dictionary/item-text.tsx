'use client';

import { type KeyboardEvent, useState } from 'react';
import styles from './dictionary.module.css';

interface ItemTextProps {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly placeholder: string;
  /** Which of the texts: Enter goes on to the next of its kind. */
  readonly kind?: 'description' | 'title' | 'unit';
  /** Answers whether it was kept; what was typed stays until it is. */
  onSave(text: string): Promise<boolean>;
}

/** Text that is typed into where it stands. Enter saves and goes on to the next, Escape takes back, leaving saves. */
export function ItemText({ label, value, maxLength, placeholder, kind = 'description', onSave }: ItemTextProps) {
  const [draft, setDraft] = useState<string>();
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
      className={kind === 'description' ? styles.text : kind === 'title' ? styles.titleText : styles.unit}
      data-dictionary-text={kind}
      data-changed={draft === undefined ? undefined : ''}
      aria-label={label}
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

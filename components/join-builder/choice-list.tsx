'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { TextField } from '../ui/text-field.tsx';
import styles from './picker.module.css';

export interface Choice {
  readonly key: string;
  readonly label: string;
  /** Smaller words below or behind. */
  readonly detail?: ReactNode;
  readonly icon?: ReactNode;
  /** The label is a text of any length, which gives way before the detail does. */
  readonly isLong?: boolean;
  run(): void;
}

interface ChoiceListProps {
  readonly label: string;
  readonly placeholder: string;
  readonly query: string;
  readonly choices: readonly Choice[];
  /** Said when there is nothing to choose. */
  readonly nothing: string;
  readonly takesFocus: boolean;
  onQuery(query: string): void;
}

/** A search field over a list: the field keeps the focus, arrows move the active line, Enter takes it. */
export function ChoiceList({ label, placeholder, query, choices, nothing, takesFocus, onQuery }: ChoiceListProps) {
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const shown = Math.min(active, Math.max(0, choices.length - 1));
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${shown}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') setActive(Math.min(shown + 1, choices.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(shown - 1, 0));
    else if (event.key === 'Enter') choices[shown]?.run();
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextField
        ref={field}
        role="combobox"
        aria-label={label}
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-activedescendant={choices.length > 0 ? `${listId}-${shown}` : undefined}
        placeholder={placeholder}
        value={query}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setActive(0);
          onQuery(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} className={styles.list} role="listbox" aria-label={label}>
        {choices.map(({ key, label: text, detail, icon, isLong, run }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
          <div
            key={key}
            id={`${listId}-${index}`}
            data-index={index}
            role="option"
            tabIndex={-1}
            aria-selected={index === shown}
            className={styles.option}
            data-long={isLong || undefined}
            onMouseMove={() => setActive(index)}
            onClick={run}
          >
            {icon}
            <span className={styles.text}>{text}</span>
            {detail === undefined ? null : <span className={styles.detail}>{detail}</span>}
          </div>
        ))}
      </div>
      {choices.length === 0 ? (
        <p className={styles.nothing} role="status">
          {nothing}
        </p>
      ) : null}
    </>
  );
}

'use client';

import { useId, useSyncExternalStore } from 'react';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { ValueStore } from '../../lib/client/value-store.ts';
import { type ParameterType, parameterTypes, type StatementParameter } from '../../lib/contract/parameter.ts';
import { parameterTypeWords } from '../../lib/format/parameter-words.ts';
import type { CursorState } from '../editor/editor-controller.ts';
import { NativeSelect } from '../ui/native-select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './parameter-bar.module.css';

interface ParameterBarProps {
  readonly documentId: string;
  readonly cursor: ValueStore<CursorState>;
}

const none: readonly StatementParameter[] = [];

/** Values for the placeholders `{{name}}` of the statement that would run; nothing where there are none. */
export function ParameterBar({ documentId, cursor }: ParameterBarProps) {
  const { parameters: names } = useSyncExternalStore(cursor.subscribe, cursor.get, cursor.get);
  const kept = useSyncExternalStore(
    parameterStore.subscribe,
    () => parameterStore.get(documentId),
    () => none,
  );
  if (names === '') return null;
  return (
    <ParameterFields
      names={names.split(' ')}
      kept={kept}
      onChange={(parameter) => parameterStore.set(documentId, parameter)}
    />
  );
}

interface ParameterFieldsProps {
  readonly names: readonly string[];
  readonly kept: readonly StatementParameter[];
  onChange(parameter: StatementParameter): void;
}

/** A field for each placeholder, in a bar. */
export function ParameterFields({ names, kept, onChange }: ParameterFieldsProps) {
  return (
    <fieldset className={styles.bar}>
      <legend className="visually-hidden">Parameters</legend>
      {names.map((name) => (
        <ParameterField
          key={name}
          name={name}
          parameter={kept.find((parameter) => parameter.name === name)}
          onChange={onChange}
        />
      ))}
    </fieldset>
  );
}

interface ParameterFieldProps {
  readonly name: string;
  readonly parameter: StatementParameter | undefined;
  onChange(parameter: StatementParameter): void;
}

const examples: Record<ParameterType, string> = {
  text: 'no value yet',
  integer: 'like 42',
  decimal: 'like 12.50',
  boolean: 'like true',
  date: 'like 2026-11-22',
  timestamp: 'like 2026-11-22 08:30:00',
  text_list: 'like one, two, three',
};

/** One value with its type. */
function ParameterField({ name, parameter, onChange }: ParameterFieldProps) {
  const id = useId();
  const type = parameter?.type ?? 'text';
  const shown = Array.isArray(parameter?.value) ? parameter.value.join(', ') : (parameter?.value ?? '');
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.name}>
        {name}
      </label>
      <TextField
        id={id}
        className={styles.value ?? ''}
        value={shown}
        placeholder={parameter?.value === null ? 'NULL' : parameter === undefined ? examples[type] : ''}
        onChange={(event) => onChange({ name, type, value: readValue(type, event.target.value) })}
      />
      <NativeSelect
        aria-label={`Type of ${name}`}
        className={styles.type ?? ''}
        value={parameter?.value === null ? 'null' : type}
        onChange={(event) => {
          const chosen = parameterTypes.find((candidate) => candidate === event.target.value);
          onChange(
            chosen === undefined
              ? { name, type, value: null }
              : { name, type: chosen, value: readValue(chosen, shown) },
          );
        }}
      >
        {parameterTypes.map((candidate) => (
          <option key={candidate} value={candidate}>
            {parameterTypeWords[candidate]}
          </option>
        ))}
        <option value="null">NULL</option>
      </NativeSelect>
    </div>
  );
}

/** A list is written with commas; an empty line is an empty list. */
function readValue(type: ParameterType, text: string): string | string[] {
  if (type !== 'text_list') return text;
  return text.trim() === '' ? [] : text.split(',').map((part) => part.replace(/^ /, ''));
}

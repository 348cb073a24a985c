'use client';

import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type Normaliser, normaliserSchema } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NativeSelect } from '../ui/native-select.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './keys.module.css';
import { castTypes, dateParts, type NormaliserChoice, withArgument } from './normaliser-words.ts';

interface NormaliserDialogProps {
  readonly choice: NormaliserChoice;
  readonly initial: string;
  readonly column: string;
  /** What the normaliser would make of a few values. */
  readonly preview: (normaliser: Normaliser) => ReactNode;
  onApply(normaliser: Normaliser): void;
  onClose(): void;
}

/** Asks for what a normaliser needs to know. */
export function NormaliserDialog({ choice, initial, column, preview, onApply, onClose }: NormaliserDialogProps) {
  const [value, setValue] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const formId = useId();
  const fieldId = useId();
  const { argument } = choice;
  if (argument === undefined) return null;
  const parsed = normaliserSchema.safeParse(withArgument(choice.kind, value));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.success) onApply(parsed.data);
    else setProblem(parsed.error.issues[0]?.message ?? 'This cannot be used.');
  };
  return (
    <Dialog
      isOpen
      childTakesFocus
      onClose={onClose}
      title={choice.label.replace('…', '')}
      description={hints[argument.kind](column)}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={formId}>
            Apply
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit}>
        <label className={styles.field} htmlFor={fieldId}>
          {argument.label}
          {argument.kind === 'type' || argument.kind === 'part' ? (
            <NativeSelect id={fieldId} autoFocus value={value} onChange={(event) => setValue(event.target.value)}>
              {(argument.kind === 'type' ? withKnown(castTypes, value) : dateParts).map((option) => (
                <option key={option} value={option}>
                  {argument.kind === 'type' ? `${typeWords[option] ?? ''}${option}` : option}
                </option>
              ))}
            </NativeSelect>
          ) : (
            <TextField
              id={fieldId}
              autoFocus
              className={argument.kind === 'sql' ? 'mono' : ''}
              type={argument.kind === 'number' ? 'number' : 'text'}
              min={1}
              max={64}
              value={value}
              spellCheck={false}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </label>
        {parsed.success ? <div className={styles.preview}>{preview(parsed.data)}</div> : null}
        {problem === undefined ? null : (
          <p className={styles.bad} role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

const withKnown = (types: readonly string[], value: string): readonly string[] =>
  types.includes(value) ? types : [value, ...types];

const typeWords: Readonly<Record<string, string>> = {
  VARCHAR: 'text · ',
  BIGINT: 'whole number · ',
  'DECIMAL(38,0)': 'long whole number · ',
  DOUBLE: 'number · ',
  DATE: 'date · ',
  TIMESTAMP: 'date and time · ',
};

const hints: Readonly<Record<'text' | 'number' | 'type' | 'part' | 'sql', (column: string) => string>> = {
  text: (column) => `Applied to each value of ${column}; values without it stay as they are.`,
  number: (column) => `Values of ${column} that are shorter get zeros in front.`,
  type: (column) => `Values of ${column} that cannot be converted match nothing; they are counted and shown.`,
  part: (column) => `The key is this part of ${column}.`,
  sql: (column) => `A DuckDB expression in which value stands for ${column}, as text: regexp_extract(value, '\\d+')`,
};

'use client';

import { useState } from 'react';
import { aliasSchema } from '../../lib/contract/join.ts';
import { TextField } from '../ui/text-field.tsx';
import styles from './inputs.module.css';

interface AliasFieldProps {
  readonly alias: string;
  readonly taken: readonly string[];
  onRename(alias: string): void;
}

/** The short name of an input in the SQL: a click or Enter makes it a field. */
export function AliasField({ alias, taken, onRename }: AliasFieldProps) {
  const [isEditing, setIsEditing] = useState(false);
  const [problem, setProblem] = useState<string>();
  const finish = (value: string) => {
    const wanted = value.trim();
    if (wanted === alias) return setIsEditing(false);
    if (!aliasSchema.safeParse(wanted).success) return setProblem('Letters, digits and _, not beginning with a digit.');
    if (taken.some((other) => other !== alias && other.toLowerCase() === wanted.toLowerCase()))
      return setProblem('Another input has that alias.');
    setIsEditing(false);
    onRename(wanted);
  };
  if (!isEditing)
    return (
      <button
        type="button"
        className={styles.alias}
        aria-label={`Alias ${alias}. Rename`}
        title="Alias of this input in the SQL. Click to rename."
        onClick={() => {
          setProblem(undefined);
          setIsEditing(true);
        }}
      >
        {alias}
      </button>
    );
  return (
    <TextField
      className={styles.aliasField ?? ''}
      aria-label={`Alias of ${alias}`}
      aria-invalid={problem !== undefined}
      title={problem}
      defaultValue={alias}
      maxLength={63}
      ref={(field) => field?.focus()}
      onFocus={(event) => event.target.select()}
      onBlur={() => setIsEditing(false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') setIsEditing(false);
      }}
    />
  );
}

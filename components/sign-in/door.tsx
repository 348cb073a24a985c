import type { ReactNode } from 'react';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './sign-in.module.css';

interface DoorProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The page before the workbench: one column, nothing else. */
export function Door({ title, children }: DoorProps) {
  return (
    <main className={styles.door}>
      <p className={styles.brand}>Joinery</p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

interface FormEndProps {
  readonly isBusy: boolean;
  readonly error: ErrorShape | undefined;
  readonly label: string;
}

export function FormEnd({ isBusy, error, label }: FormEndProps) {
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} />}
      <Button type="submit" kind="primary" disabled={isBusy}>
        {label}
      </Button>
    </>
  );
}

interface LineProps {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autoComplete: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export function Line({ label, ...field }: LineProps) {
  return (
    <div className={styles.line}>
      <label htmlFor={`sign-in-${field.name}`}>{label}</label>
      <TextField id={`sign-in-${field.name}`} required {...field} />
    </div>
  );
}

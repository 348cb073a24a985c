import { type ReactNode, useId } from 'react';
import styles from './settings.module.css';

interface FieldProps {
  readonly label: string;
  /** Draws the control, which takes this id. */
  children(id: string): ReactNode;
}

/** A label over its control. */
export function Field({ label, children }: FieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

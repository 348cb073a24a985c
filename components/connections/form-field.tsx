import { type ReactNode, useId } from 'react';
import { CodeText } from '../ui/code-text.tsx';
import styles from './connections.module.css';

export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface FormFieldProps {
  readonly label: string;
  readonly isRequired?: boolean;
  readonly description?: string | undefined;
  readonly error?: string | undefined;
  readonly children: (props: ControlProps) => ReactNode;
}

/** A label, its control, what it means, and what is wrong with it. */
export function FormField({ label, isRequired = false, description, error, children }: FormFieldProps) {
  const id = useId();
  const describedBy = [error === undefined ? '' : `${id}-error`, description ? `${id}-about` : ''].filter(Boolean);
  return (
    <div className={styles.field}>
      <label className={styles.fieldLabel} htmlFor={id}>
        {label}
        {isRequired ? <span className={styles.needed}> needed</span> : null}
      </label>
      <div className={styles.control}>
        {children({
          id,
          'aria-describedby': describedBy.length === 0 ? undefined : describedBy.join(' '),
          'aria-invalid': error === undefined ? undefined : true,
        })}
        {error === undefined ? null : (
          <p className={styles.fieldError} id={`${id}-error`} role="alert">
            {error}
          </p>
        )}
        {description ? (
          <p className={styles.about} id={`${id}-about`}>
            <CodeText text={description} />
          </p>
        ) : null}
      </div>
    </div>
  );
}

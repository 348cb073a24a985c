import type { ComponentProps } from 'react';
import styles from './small.module.css';

/** A one-line input. Needs a `<label>` or an `aria-label`. */
export function TextField({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={className === undefined ? styles.input : `${styles.input} ${className}`} {...rest} />;
}

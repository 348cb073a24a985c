import type { ComponentProps } from 'react';
import styles from './small.module.css';

/** The browser's own select: for long lists, which it scrolls and searches by itself. Needs a `<label>` or an `aria-label`. */
export function NativeSelect({ className, ...rest }: ComponentProps<'select'>) {
  return <select className={className === undefined ? styles.input : `${styles.input} ${className}`} {...rest} />;
}

import type { ComponentProps } from 'react';
import styles from './button.module.css';

export type ButtonKind = 'plain' | 'primary' | 'quiet' | 'danger';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind;
  /** Square button that holds one icon; needs an `aria-label`. */
  readonly isIcon?: boolean;
}

/** The one button. `type` is "button" unless said otherwise, so that it never submits a form by accident. */
export function Button({ kind = 'plain', isIcon = false, className, type = 'button', ...rest }: ButtonProps) {
  const names = [styles.button, styles[kind], isIcon ? styles.icon : undefined, className];
  return <button type={type} className={names.filter(Boolean).join(' ')} {...rest} />;
}

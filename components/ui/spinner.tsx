import styles from './small.module.css';

/** Something goes on. The words beside it say what; without words give a `label`. */
export function Spinner({ label }: { readonly label?: string }) {
  if (label === undefined) return <span className={styles.spinner} aria-hidden="true" />;
  return <span className={styles.spinner} role="status" aria-label={label} />;
}

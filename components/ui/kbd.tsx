import styles from './small.module.css';

/** A key or chord as people press it: `Ctrl K`. */
export function Kbd({ children }: { readonly children: string }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

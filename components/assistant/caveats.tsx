import { TriangleAlert } from 'lucide-react';
import styles from './describe.module.css';

/** What a reader should know before trusting the figures. */
export function Caveats({ caveats }: { readonly caveats: readonly string[] }) {
  if (caveats.length === 0) return null;
  return (
    <ul className={styles.caveats}>
      {caveats.map((caveat) => (
        <li key={caveat}>
          <TriangleAlert size={13} aria-hidden="true" /> {caveat}
        </li>
      ))}
    </ul>
  );
}

import type { JoinMistake } from '../../lib/join/mistake.ts';
import styles from './builder.module.css';

const mostNotes = 3;

/** Mistakes that have no place on the board: of filters, of output columns, of the document as a whole. */
export function MistakeNotes({ mistakes }: { readonly mistakes: readonly JoinMistake[] }) {
  const shown = mistakes.filter(({ place, severity }) => place.step === undefined && severity === 'error');
  if (shown.length === 0) return null;
  return (
    <ul className={styles.notes} aria-label="To be mended">
      {shown.slice(0, mostNotes).map(({ message, hint }) => (
        <li key={message} className={styles.problem}>
          {message} {hint}
        </li>
      ))}
    </ul>
  );
}

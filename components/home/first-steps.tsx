import Link from 'next/link';
import styles from './home.module.css';

/** What to do where nothing has been done yet. */
export function FirstSteps() {
  return (
    <section className={styles.first} aria-label="First steps">
      <h2>Begin here</h2>
      <ol>
        <li>
          <Link href="/connections">Connections</Link>: see which sources there are, or add one.
        </li>
        <li>
          <Link href="/">Workbench</Link>: write a statement over one or several of them and press Ctrl Enter.
        </li>
        <li>
          <Link href="/join">Join</Link>: pick two tables and join them without SQL; “Suggest join” proposes the keys.
        </li>
        <li>Ctrl S saves what you keep using; each run stays in the history with its result.</li>
      </ol>
    </section>
  );
}

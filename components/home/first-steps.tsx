import { PageLink } from '../ui/page-link.tsx';
import styles from './home.module.css';

/** What to do where nothing has been done yet. */
export function FirstSteps() {
  return (
    <section className={styles.first} aria-label="First steps">
      <h2>Begin here</h2>
      <ol>
        <li>
          <PageLink href="/connections">Connections</PageLink>: see which sources there are, or add one.
        </li>
        <li>
          <PageLink href="/">Workbench</PageLink>: write a statement over one or several of them and press Ctrl Enter.
        </li>
        <li>
          <PageLink href="/join">Join</PageLink>: pick two tables and join them without SQL; “Suggest join” proposes the
          keys.
        </li>
        <li>Ctrl S saves what you keep using; each run stays in the history with its result.</li>
      </ol>
    </section>
  );
}

import { PageLink } from '../ui/page-link.tsx';
import { Door } from './door.tsx';
import styles from './sign-in.module.css';

export function DeadLink() {
  return (
    <Door title="This link does not work">
      <p className={styles.note}>
        Links work once and end after a while. Ask the admin who gave it to you for a new one.
      </p>
      <PageLink href="/sign-in">Sign in</PageLink>
    </Door>
  );
}

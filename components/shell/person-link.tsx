import { Settings } from 'lucide-react';
import { PageLink } from '../ui/page-link.tsx';
import styles from './app-shell.module.css';
import { useWho } from './who-context.tsx';

/** The way to the settings; in team mode it says who is signed in. */
export function PersonLink({ isCurrent }: { readonly isCurrent: boolean }) {
  const { mode, person } = useWho();
  const name = mode === 'team' ? person.name : undefined;
  return (
    <PageLink
      href="/settings"
      className={styles.person}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={name === undefined ? 'Settings' : `Settings of ${name}`}
      title={name === undefined ? 'Settings' : `Signed in as ${person.email}`}
    >
      <Settings size={16} aria-hidden="true" />
      {name === undefined ? null : <span>{name}</span>}
    </PageLink>
  );
}

'use client';

import type { WhoAmI } from '../../lib/contract/person.ts';
import { PageLink } from '../ui/page-link.tsx';
import { AccessSection } from './access-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { PeopleSection } from './people-section.tsx';
import { type SectionName, sectionPath, sectionsFor } from './sections.ts';
import styles from './settings.module.css';
import type { SettingsActions } from './settings-actions.ts';
import { TokensSection } from './tokens-section.tsx';
import { YouSection } from './you-section.tsx';

interface SettingsViewProps {
  readonly who: WhoAmI;
  readonly section: SectionName;
  readonly actions: SettingsActions;
}

/** Settings: the sections at the left, one of them open. */
export function SettingsView({ who, section, actions }: SettingsViewProps) {
  return (
    <div className={styles.page}>
      <nav className={styles.nav} aria-label="Settings">
        <h1 className={styles.title}>Settings</h1>
        {sectionsFor(who).map(({ name, label }) => (
          <PageLink
            key={name}
            href={sectionPath(name)}
            className={styles.link}
            aria-current={name === section ? 'page' : undefined}
          >
            {label}
          </PageLink>
        ))}
      </nav>
      <div className={styles.content}>
        {section === 'you' ? <YouSection who={who} actions={actions.own} /> : null}
        {section === 'tokens' ? <TokensSection actions={actions.tokens} /> : null}
        {section === 'people' ? <PeopleSection who={who} actions={actions.people} own={actions.own} /> : null}
        {section === 'access' ? <AccessSection actions={actions.access} people={actions.people.list} /> : null}
        {section === 'audit' ? <AuditSection load={actions.audit} people={actions.people.list} /> : null}
      </div>
    </div>
  );
}

'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { noteArrival } from '../../lib/client/leaving.ts';
import type { Theme } from '../../lib/client/theme.ts';
import type { DocumentKind } from '../../lib/contract/document.ts';
import { Chip } from '../ui/chip.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { PageLink } from '../ui/page-link.tsx';
import styles from './app-shell.module.css';
import { openPalette } from './palette-event.ts';
import { PersonLink } from './person-link.tsx';
import { openScreen } from './screen-event.ts';
import { ThemeSwitch } from './theme-switch.tsx';

const screens: readonly { readonly href: string; readonly label: string; readonly kind?: DocumentKind }[] = [
  { href: '/home', label: 'Home' },
  { href: '/', label: 'Workbench', kind: 'statement' },
  { href: '/join', label: 'Join', kind: 'join' },
  { href: '/queries', label: 'Queries' },
  { href: '/history', label: 'History' },
  { href: '/dictionary', label: 'Dictionary' },
  { href: '/performance', label: 'Performance' },
  { href: '/connections', label: 'Connections' },
];

export function HeaderBar({ theme }: { readonly theme: Theme }) {
  const pathname = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another screen
  useEffect(noteArrival, [pathname]);
  const isWorkbench = pathname === '/' || pathname === '/join';
  const isCurrent = (href: string) => (href === '/' ? pathname === '/' : pathname.startsWith(href));
  return (
    <header className={styles.header}>
      <PageLink href="/" className={styles.brand}>
        Joinery
      </PageLink>
      <nav className={styles.nav} aria-label="Screens">
        {screens.map(({ href, label, kind }) => (
          <PageLink
            key={href}
            href={href}
            className={styles.link}
            aria-current={isCurrent(href) ? 'page' : undefined}
            onClick={(event) => {
              if (kind === undefined || !isWorkbench || event.ctrlKey || event.metaKey || event.shiftKey) return;
              if (openScreen(kind)) event.preventDefault();
            }}
          >
            {label}
          </PageLink>
        ))}
      </nav>
      <div className={styles.end}>
        <button type="button" className={styles.find} onClick={openPalette}>
          <span>Go to table, query or command</span>
          <Kbd>Ctrl K</Kbd>
        </button>
        <Chip title="Joinery only reads: no statement that changes a source can run.">READ-ONLY</Chip>
        <ThemeSwitch theme={theme} />
        <PersonLink isCurrent={isCurrent('/settings')} />
      </div>
    </header>
  );
}

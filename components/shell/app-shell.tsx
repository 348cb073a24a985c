'use client';

import { usePathname } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import type { Theme } from '../../lib/client/theme.ts';
import type { WhoAmI } from '../../lib/contract/person.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import styles from './app-shell.module.css';
import { ConnectionsProvider } from './connections-context.tsx';
import { HeaderBar } from './header-bar.tsx';
import { StatusBar } from './status-bar.tsx';
import { StatusSlotContext } from './status-slot.tsx';
import { WhoContext } from './who-context.tsx';

interface AppShellProps {
  readonly theme: Theme;
  /** Undefined before anybody has signed in: then there is no frame. */
  readonly who: WhoAmI | undefined;
  /** Palette of the screens that have none of their own. */
  readonly palette: ReactNode;
  readonly children: ReactNode;
}

/** Frame of every screen: header, the screen itself, and the status line, over one list of connections. */
export function AppShell({ theme, who, palette, children }: AppShellProps) {
  const pathname = usePathname();
  const isWorkbench = pathname === '/' || pathname === '/join';
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  if (who === undefined) return children;
  return (
    <WhoContext value={who}>
      <ConnectionsProvider>
        <TooltipProvider delay={500}>
          <StatusSlotContext value={slot}>
            <div className={styles.app}>
              <HeaderBar theme={theme} />
              <main className={styles.main}>{children}</main>
              {isWorkbench ? null : palette}
              <StatusBar slotRef={setSlot} />
            </div>
          </StatusSlotContext>
        </TooltipProvider>
      </ConnectionsProvider>
    </WhoContext>
  );
}

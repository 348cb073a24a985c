'use client';

import { type ReactNode, useState } from 'react';
import type { Theme } from '../../lib/client/theme.ts';
import { TooltipProvider } from '../ui/tooltip.tsx';
import styles from './app-shell.module.css';
import { ConnectionsProvider } from './connections-context.tsx';
import { HeaderBar } from './header-bar.tsx';
import { StatusBar } from './status-bar.tsx';
import { StatusSlotContext } from './status-slot.tsx';

interface AppShellProps {
  readonly theme: Theme;
  readonly children: ReactNode;
}

/** Frame of every screen: header, the screen itself, and the status line, over one list of connections. */
export function AppShell({ theme, children }: AppShellProps) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <ConnectionsProvider>
      <TooltipProvider delay={500}>
        <StatusSlotContext value={slot}>
          <div className={styles.app}>
            <HeaderBar theme={theme} />
            <main className={styles.main}>{children}</main>
            <StatusBar slotRef={setSlot} />
          </div>
        </StatusSlotContext>
      </TooltipProvider>
    </ConnectionsProvider>
  );
}

'use client';

import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { type MenuEntries, MenuEntryList } from './menu-entries.tsx';
import styles from './popup.module.css';

export type { MenuAction, MenuEntries } from './menu-entries.tsx';

interface MenuProps {
  readonly trigger: ReactElement;
  readonly entries: MenuEntries;
  onOpen?(): void;
}

/** A menu that opens from a button. */
export function Menu({ trigger, entries, onOpen }: MenuProps) {
  return (
    <Base.Root onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align="start" sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <MenuEntryList entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface ContextMenuProps {
  /** The area that answers to a right click, a long press, or the menu key. */
  readonly children: ReactElement;
  /** Asked when the menu opens, so that it fits what was clicked. */
  readonly entries: MenuEntries;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

export function ContextMenu({ children, entries, onOpenChange }: ContextMenuProps) {
  return (
    <BaseContext.Root onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className={styles.positioner}>
          <BaseContext.Popup className={styles.popup}>
            <MenuEntryList entries={entries} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

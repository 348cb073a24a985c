'use client';

import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './kbd.tsx';
import styles from './popup.module.css';

export interface MenuAction {
  /** Needed where labels may repeat. */
  readonly id?: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  run(): void;
}

/** Entries of a menu; `null` draws a line between groups. */
export type MenuEntries = readonly (MenuAction | null)[];

function Entries({ entries }: { readonly entries: MenuEntries }) {
  return entries.map((entry, index) =>
    entry === null ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a separator has no other identity than its place
      <Base.Separator key={index} className={styles.separator} />
    ) : (
      <Base.Item
        key={entry.id ?? entry.label}
        className={styles.item}
        disabled={entry.isDisabled ?? false}
        onClick={() => entry.run()}
      >
        {entry.icon}
        {entry.label}
        {entry.shortcut === undefined ? null : (
          <span className={styles.shortcut}>
            <Kbd>{entry.shortcut}</Kbd>
          </span>
        )}
      </Base.Item>
    ),
  );
}

interface MenuProps {
  readonly trigger: ReactElement;
  readonly entries: MenuEntries;
}

/** A menu that opens from a button. */
export function Menu({ trigger, entries }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align="start" sideOffset={4} className={styles.positioner}>
          <Base.Popup className={styles.popup}>
            <Entries entries={entries} />
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
            <Entries entries={entries} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
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

/** A switch; the menu stays open for what is chosen with it. */
interface MenuSwitch {
  readonly label: string;
  readonly isOn: boolean;
  onSwitch(isOn: boolean): void;
}

/** Actions under a heading. */
interface MenuSection {
  readonly heading: string;
  readonly actions: readonly MenuAction[];
}

/** One choice of a few under a heading; the menu stays open for what is chosen with it. */
interface MenuChoice {
  readonly heading: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  onChoose(value: string): void;
}

/** Entries of a menu; `null` draws a line between groups. */
export type MenuEntries = readonly (MenuAction | MenuSwitch | MenuSection | MenuChoice | null)[];

/** What a menu holds, whichever way it opens. */
export function MenuEntryList({ entries }: { readonly entries: MenuEntries }) {
  return entries.map((entry, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: a separator has no other identity than its place
    if (entry === null) return <Base.Separator key={index} className={styles.separator} />;
    if ('options' in entry) return <Choice key={entry.heading} choice={entry} />;
    if ('isOn' in entry) return <Switch key={entry.label} of={entry} />;
    if ('actions' in entry)
      return (
        <Base.Group key={entry.heading}>
          <Base.GroupLabel className={styles.heading}>{entry.heading}</Base.GroupLabel>
          <MenuEntryList entries={entry.actions} />
        </Base.Group>
      );
    return (
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
    );
  });
}

function Switch({ of: { label, isOn, onSwitch } }: { readonly of: MenuSwitch }) {
  return (
    <Base.CheckboxItem className={styles.item} checked={isOn} onCheckedChange={onSwitch}>
      <span className={styles.tick}>
        <Base.CheckboxItemIndicator>
          <Check size={14} aria-hidden="true" />
        </Base.CheckboxItemIndicator>
      </span>
      {label}
    </Base.CheckboxItem>
  );
}

function Choice({ choice: { heading, value, options, onChoose } }: { readonly choice: MenuChoice }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.heading}>{heading}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next: string) => onChoose(next)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} className={styles.item}>
            <span className={styles.tick}>
              <Base.RadioItemIndicator>
                <Check size={14} aria-hidden="true" />
              </Base.RadioItemIndicator>
            </span>
            {option.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}

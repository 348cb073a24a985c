'use client';

import { Database, FileSpreadsheet } from 'lucide-react';
import type { DriverDescription } from '../../lib/contract/connection.ts';
import styles from './connections.module.css';

interface DriverCardsProps {
  readonly drivers: readonly DriverDescription[];
  onChoose(driver: DriverDescription): void;
}

/** Which kind of source shall it be, and what each of them needs. */
export function DriverCards({ drivers, onChoose }: DriverCardsProps) {
  return (
    <ul className={styles.cards} aria-label="Kinds of sources">
      {drivers.map((driver) => {
        const isOfFiles = driver.fields.some(({ name, isRequired }) => name === 'path' && isRequired);
        const Icon = isOfFiles ? FileSpreadsheet : Database;
        return (
          <li key={driver.name}>
            <button type="button" className={styles.card} onClick={() => onChoose(driver)}>
              <Icon size={18} aria-hidden="true" />
              <span className={styles.cardName}>{driver.displayName}</span>
              <span className={styles.cardNeeds}>{needsOf(driver)}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** `Needs database, user and password`. */
function needsOf({ fields }: DriverDescription): string {
  const needed = fields.filter(({ isRequired, isAdvanced, kind }) => isRequired || (kind === 'secret' && !isAdvanced));
  const names = needed.map(({ label }) => label.charAt(0).toLowerCase() + label.slice(1));
  if (names.length === 0) return 'Works as it is';
  const last = names.at(-1) ?? '';
  return `Needs ${names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`}`;
}

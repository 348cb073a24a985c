'use client';

import { Database, FileSpreadsheet } from 'lucide-react';
import type { DriverDescription, DriverField } from '../../lib/contract/connection.ts';
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

/** `Needs database and user; signs in by password`. */
function needsOf({ fields }: DriverDescription): string {
  const needed = fields.filter(({ isRequired }) => isRequired).map(inSentence);
  const secrets = fields.filter(({ kind, isRequired }) => kind === 'secret' && !isRequired);
  // The passphrase of a private key is no way in by itself.
  const isPartOfAnother = ({ name }: DriverField) =>
    secrets.some((other) => other.name !== name && name.startsWith(other.name));
  const ways = secrets.filter((secret) => !isPartOfAnother(secret)).map(inSentence);
  return [
    needed.length === 0 ? 'Works as it is' : `Needs ${listed(needed, 'and')}`,
    ...(ways.length === 0 ? [] : [`signs in by ${listed(ways, 'or')}`]),
  ].join('; ');
}

const inSentence = ({ label }: DriverField): string => label.charAt(0).toLowerCase() + label.slice(1);

const listed = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

'use client';

import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { ColumnReference } from '../../lib/contract/join.ts';
import { Button } from '../ui/button.tsx';
import type { ListedColumn } from './input-view.ts';
import styles from './keys.module.css';
import { offeredKeys } from './offered-keys.ts';

interface OfferedKeysProps {
  readonly left: readonly ListedColumn[];
  readonly right: readonly ListedColumn[];
  onTake(left: ColumnReference, right: ColumnReference): void;
}

/** Keys that the catalog gives away, a click each. */
export function OfferedKeys({ left, right, onTake }: OfferedKeysProps) {
  const offers = useMemo(() => offeredKeys(left, right), [left, right]);
  if (offers.length === 0) return null;
  return (
    <ul className={styles.offers} aria-label="Likely keys">
      {offers.map(({ left: one, right: other, isDeclared }) => (
        <li key={`${one.input}.${one.column}=${other.input}.${other.column}`}>
          <Button
            className={styles.offer ?? ''}
            title={`Make it a key: ${one.input}.${one.column} = ${other.input}.${other.column}`}
            onClick={() => onTake(one, other)}
          >
            <Plus size={13} aria-hidden="true" />
            <span>{one.column === other.column ? one.column : `${one.column} = ${other.column}`}</span>
          </Button>
          <small>{isDeclared ? 'declared by the source' : 'same name on both sides'}</small>
        </li>
      ))}
    </ul>
  );
}

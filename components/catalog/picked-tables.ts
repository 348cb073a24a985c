import { useCallback, useMemo, useState } from 'react';
import type { CatalogTable } from '../../lib/contract/catalog.ts';
import { tableKey } from './tree-rows.ts';

/** Most inputs of a join. */
export const MOST_PICKED = 20;

/** Tables picked to do something with together, in the order in which they were picked. */
export interface PickedTables {
  readonly tables: readonly CatalogTable[];
  has(table: CatalogTable): boolean;
  toggle(table: CatalogTable): void;
  clear(): void;
}

/** Picks a table, or lets it go. No more than a join takes. */
export function togglePicked(picked: readonly CatalogTable[], table: CatalogTable): readonly CatalogTable[] {
  const key = tableKey(table);
  const others = picked.filter((other) => tableKey(other) !== key);
  if (others.length < picked.length) return others;
  return picked.length >= MOST_PICKED ? picked : [...picked, table];
}

export function usePickedTables(): PickedTables {
  const [tables, setTables] = useState<readonly CatalogTable[]>([]);
  const toggle = useCallback((table: CatalogTable) => setTables((before) => togglePicked(before, table)), []);
  const clear = useCallback(() => setTables([]), []);
  return useMemo(() => {
    const keys = new Set(tables.map(tableKey));
    return { tables, has: (table) => keys.has(tableKey(table)), toggle, clear };
  }, [tables, toggle, clear]);
}

'use client';

import { useSyncExternalStore } from 'react';
import type { WorkbenchState } from './use-workbench.ts';

/** Where the cursor stands, in the line at the foot. */
export function CursorStatus({ state: { cursor } }: { readonly state: WorkbenchState }) {
  const { line, column, selected } = useSyncExternalStore(cursor.subscribe, cursor.get, cursor.get);
  return (
    <span>
      Ln {line}, Col {column}
      {selected > 0 ? ` (${selected} selected)` : ''}
    </span>
  );
}

'use client';

import { useEffect, useMemo, useState } from 'react';
import type { SqlDocument } from '../../lib/contract/document.ts';
import type { SavedJoin } from '../join-builder/input-picker.tsx';
import { JoinSession } from '../join-builder/join-session.ts';
import type { WorkbenchState } from './use-workbench.ts';

/** Joins that can be inputs of the one in this tab: those of the other tabs, and of closed ones. */
export function useSavedJoins(id: string, { documents, tabs, joins }: WorkbenchState): readonly SavedJoin[] {
  const [closed, setClosed] = useState<readonly SqlDocument[]>([]);
  useEffect(() => {
    // Without them the open ones can still be chosen.
    documents.listClosed().then(setClosed, () => setClosed([]));
  }, [documents]);
  return useMemo(() => {
    const open = tabs
      .filter((tab) => tab.kind === 'join' && tab.id !== id)
      .map((tab) => ({ id: tab.id, title: tab.title, document: joins.of(tab.id).getState().document }));
    const others = closed
      .filter((document) => document.kind === 'join' && !tabs.some((tab) => tab.id === document.id))
      .map(({ id: closedId, title, text }) => ({
        id: closedId,
        title,
        document: new JoinSession(text, () => undefined).getState().document,
      }));
    return [...open, ...others].flatMap(({ document, ...rest }) =>
      document === undefined ? [] : [{ ...rest, document }],
    );
  }, [id, tabs, joins, closed]);
}

'use client';

import { useEffect, useMemo, useState } from 'react';
import type { SqlDocument } from '../../lib/contract/document.ts';
import { isOwnTitle } from '../../lib/format/titles.ts';
import { JoinSession } from '../join-builder/join-session.ts';
import type { KeptInputs } from '../join-builder/kept-inputs.ts';
import type { WorkbenchState } from './use-workbench.ts';

/** What can be an input of the join in this tab: joins of the other tabs, and the results of all that have a title. Closed tabs count too. */
export function useKeptInputs(id: string, { documents, tabs, joins }: WorkbenchState): KeptInputs {
  const [closed, setClosed] = useState<readonly SqlDocument[]>([]);
  useEffect(() => {
    // Without them the open ones can still be chosen.
    documents.listClosed().then(setClosed, () => setClosed([]));
  }, [documents]);
  return useMemo(() => {
    const others = closed.filter((document) => !tabs.some((tab) => tab.id === document.id));
    const open = tabs
      .filter((tab) => tab.kind === 'join' && tab.id !== id)
      .map((tab) => ({ id: tab.id, title: tab.title, document: joins.of(tab.id).getState().document }));
    const put = others
      .filter(({ kind }) => kind === 'join')
      .map(({ id: closedId, title, text }) => ({
        id: closedId,
        title,
        document: new JoinSession(text, () => undefined).getState().document,
      }));
    return {
      joins: [...open, ...put].flatMap(({ document, ...rest }) =>
        document === undefined ? [] : [{ ...rest, document }],
      ),
      tabs: [...tabs, ...others].flatMap(({ id: tabId, title, lastRunId }) =>
        isOwnTitle(title) ? [{ id: tabId, title, lastRunId }] : [],
      ),
    };
  }, [id, tabs, joins, closed]);
}

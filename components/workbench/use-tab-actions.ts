'use client';

import { useMemo } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { TabBarActions } from './tab-bar.tsx';
import { tabUrl } from './use-active-tab.ts';
import type { WorkbenchState } from './use-workbench.ts';

/** What the tab bar does to documents; what goes wrong is said. */
export function useTabActions(
  { documents, select, create }: WorkbenchState,
  say: (message: string) => void,
): TabBarActions {
  return useMemo<TabBarActions>(() => {
    const failed = (thrown: unknown) => say(toErrorShape(thrown).message);
    const kindOf = (id: string) => documents.getState().tabs.find((tab) => tab.id === id)?.kind ?? 'statement';
    return {
      select,
      create: (kind) => void create(kind).catch(failed),
      close: (id) => documents.close(id),
      rename: (id, title) => documents.edit(id, { title }),
      duplicate: (id) => void documents.duplicate(id).then((copy) => copy && select(copy), failed),
      move: (id, position) => documents.move(id, position),
      copyLink: (id) =>
        void navigator.clipboard.writeText(tabUrl(id, kindOf(id))).then(
          () => say('Link copied'),
          () => say('The browser did not allow copying.'),
        ),
      reopen: (id) => void documents.open(id).then(() => select(id), failed),
      listClosed: () => documents.listClosed(),
    };
  }, [documents, select, create, say]);
}

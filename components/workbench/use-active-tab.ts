'use client';

import { useCallback, useEffect, useState } from 'react';
import type { TabState } from '../../lib/client/document-store.ts';
import { isLeaving } from '../../lib/client/leaving.ts';
import type { DocumentKind } from '../../lib/contract/document.ts';
import { useAddress } from '../ui/use-address.ts';

const rememberedKey = 'joinery.tab';

/** The address of a tab, which can be sent: joins have a screen of their own name. */
export const tabUrl = (id: string, kind: DocumentKind): string =>
  `${window.location.origin}${kind === 'join' ? '/join' : '/'}?doc=${encodeURIComponent(id)}`;

/** The tab that is shown: the one in the URL, else the one of last time, else the first. The URL follows, so that it can be sent. */
export function useActiveTab(
  tabs: readonly TabState[],
  wanted: string | undefined,
): [string | undefined, (id: string) => void] {
  const [chosen, setChosen] = useState(() => wanted ?? localStorage.getItem(rememberedKey) ?? undefined);
  const [place, setPlace] = useState(0);
  const index = tabs.findIndex(({ id }) => id === chosen);
  // A closed tab hands over to the one that takes its place.
  const active = tabs[index >= 0 ? index : Math.min(place, tabs.length - 1)];
  const activeId = active?.id;
  const kind = active?.kind ?? 'statement';

  useEffect(() => {
    if (index >= 0) setPlace(index);
  }, [index]);
  useEffect(() => {
    if (activeId === undefined || isLeaving()) return;
    localStorage.setItem(rememberedKey, activeId);
  }, [activeId]);
  useAddress(activeId === undefined ? undefined : tabUrl(activeId, kind));

  return [activeId, useCallback((id: string) => setChosen(id), [])];
}

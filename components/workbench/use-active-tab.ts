'use client';

import { useCallback, useEffect, useState } from 'react';
import type { TabState } from '../../lib/client/document-store.ts';

const rememberedKey = 'joinery.tab';

/** The tab that is shown: the one in the URL, else the one of last time, else the first. The URL follows, so that it can be sent. */
export function useActiveTab(
  tabs: readonly TabState[],
  wanted: string | undefined,
): [string | undefined, (id: string) => void] {
  const [chosen, setChosen] = useState(() => wanted ?? localStorage.getItem(rememberedKey) ?? undefined);
  const [place, setPlace] = useState(0);
  const index = tabs.findIndex(({ id }) => id === chosen);
  // A closed tab hands over to the one that takes its place.
  const activeId = tabs[index >= 0 ? index : Math.min(place, tabs.length - 1)]?.id;

  useEffect(() => {
    if (index >= 0) setPlace(index);
  }, [index]);
  useEffect(() => {
    if (activeId === undefined) return;
    localStorage.setItem(rememberedKey, activeId);
    const url = new URL(window.location.href);
    if (url.searchParams.get('doc') === activeId && url.searchParams.size === 1) return;
    url.search = new URLSearchParams({ doc: activeId }).toString();
    window.history.replaceState(window.history.state, '', url);
  }, [activeId]);

  return [activeId, useCallback((id: string) => setChosen(id), [])];
}

'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { TabState } from '../../lib/client/document-store.ts';
import type { DocumentKind } from '../../lib/contract/document.ts';

const rememberedKey = 'joinery.tab';

/** The address of a tab, which can be sent: joins have a screen of their own name. */
export const tabUrl = (id: string, kind: DocumentKind): string =>
  `${window.location.origin}${kind === 'join' ? '/join' : '/'}?doc=${encodeURIComponent(id)}`;

/** A click on a link to another page, which opens in the place of this one. */
function leadsElsewhere({ target, button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link === null || button !== 0 || ctrlKey || metaKey || shiftKey || altKey || link.target !== '') return false;
  return link.origin === window.location.origin && link.pathname !== window.location.pathname;
}

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
  // A link that is followed while the tabs load leads to its page: replacing the address then would call that off.
  const isLeaving = useRef(false);
  useEffect(() => {
    if (activeId !== undefined) return;
    const note = (event: MouseEvent) => {
      if (leadsElsewhere(event)) isLeaving.current = true;
    };
    window.addEventListener('click', note, true);
    return () => window.removeEventListener('click', note, true);
  }, [activeId]);
  useEffect(() => {
    if (activeId === undefined || isLeaving.current) return;
    localStorage.setItem(rememberedKey, activeId);
    const wantedUrl = tabUrl(activeId, kind);
    if (window.location.href === wantedUrl) return;
    // Without a state of its own, so that Next follows with the path.
    window.history.replaceState(null, '', wantedUrl);
  }, [activeId, kind]);

  return [activeId, useCallback((id: string) => setChosen(id), [])];
}

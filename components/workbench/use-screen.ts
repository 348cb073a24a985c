'use client';

import { useEffect, useRef } from 'react';
import type { TabState } from '../../lib/client/document-store.ts';
import type { DocumentKind } from '../../lib/contract/document.ts';
import { screenEvent, screenOf } from '../shell/screen-event.ts';

interface ScreenParts {
  /** What the address named when the page was opened. */
  readonly screen: DocumentKind;
  readonly isLoaded: boolean;
  readonly tabs: readonly TabState[];
  readonly active: TabState | undefined;
  /** A document that the address names wins over the screen. */
  readonly wanted: string | undefined;
  select(id: string): void;
  create(kind: DocumentKind): Promise<void>;
}

/** Workbench and Join are the same tabs: the header's links lead to the last tab of their kind, or to a new one. */
export function useScreen(parts: ScreenParts): void {
  const newest = useRef(parts);
  newest.current = parts;
  const lastOf = useRef(new Map<DocumentKind, string>());
  const { active, isLoaded } = parts;
  useEffect(() => {
    if (active !== undefined) lastOf.current.set(active.kind, active.id);
  }, [active]);

  const hasBegun = useRef(false);
  useEffect(() => {
    const go = (kind: DocumentKind) => {
      const { active: shown, tabs, select, create } = newest.current;
      if (shown?.kind === kind) return;
      const last = lastOf.current.get(kind);
      const tab = tabs.find(({ id }) => id === last) ?? tabs.findLast((one) => one.kind === kind);
      if (tab !== undefined) select(tab.id);
      // The tab bar stays as it was; the link can be tried again.
      else create(kind).catch(() => undefined);
    };
    if (isLoaded && !hasBegun.current) {
      hasBegun.current = true;
      const { screen, wanted, tabs } = newest.current;
      if (wanted === undefined || !tabs.some(({ id }) => id === wanted)) go(screen);
    }
    const onScreen = (event: Event) => {
      if (!isLoaded) return;
      event.preventDefault();
      go(screenOf(event));
    };
    window.addEventListener(screenEvent, onScreen);
    return () => window.removeEventListener(screenEvent, onScreen);
  }, [isLoaded]);
}

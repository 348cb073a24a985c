'use client';

import { useCallback, useState } from 'react';
import { useRemembered } from '../ui/use-remembered.ts';

export type SideView = 'suggest' | 'describe' | 'chat';

const viewKey = 'joinery.assistant.view';
const views: readonly SideView[] = ['suggest', 'describe', 'chat'];

/** Whether the panel is open, and which part of it: both are remembered by this browser. */
export function useSideView() {
  const [isOpen, setIsOpen] = useRemembered('joinery.assistant', false);
  const [view, setView] = useState<SideView>(
    () => views.find((one) => one === localStorage.getItem(viewKey)) ?? 'suggest',
  );
  const show = useCallback(
    (next: SideView) => {
      localStorage.setItem(viewKey, next);
      setView(next);
      setIsOpen(true);
    },
    [setIsOpen],
  );
  return {
    isOpen,
    view,
    show,
    toggle: () => setIsOpen(!isOpen),
    close: () => setIsOpen(false),
  };
}

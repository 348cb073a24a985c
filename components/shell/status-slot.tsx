'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';

export const StatusSlotContext = createContext<HTMLElement | null>(null);

/** Puts a screen's own status (saved time, cursor place) at the right of the status line. */
export function StatusSlot({ children }: { readonly children: ReactNode }) {
  const slot = useContext(StatusSlotContext);
  return slot === null ? null : createPortal(children, slot);
}

import type { DocumentKind } from '../../lib/contract/document.ts';

/** Workbench and Join show the same tabs: where they are open, the header asks for the other kind by an event instead of loading a page. */
export const screenEvent = 'joinery:screen';

/** Answers whether somebody took it: the one who does calls `preventDefault`. */
export const openScreen = (kind: DocumentKind): boolean =>
  !window.dispatchEvent(new CustomEvent(screenEvent, { detail: kind, cancelable: true }));

export const screenOf = (event: Event): DocumentKind =>
  event instanceof CustomEvent && event.detail === 'join' ? 'join' : 'statement';

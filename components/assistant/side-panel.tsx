'use client';

import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import styles from './side-panel.module.css';
import type { SideView } from './use-side-view.ts';

export interface SidePanelPart {
  readonly view: SideView;
  readonly label: string;
  readonly content: ReactNode;
}

interface SidePanelProps {
  readonly parts: readonly SidePanelPart[];
  readonly view: SideView;
  /** Keys that close it, as people read them. */
  readonly keys: string;
  onView(view: SideView): void;
  onClose(): void;
}

/** The panel at the right: its parts as tabs, one shown at a time. Arrows move between the tabs. */
export function SidePanel({ parts, view, keys, onView, onClose }: SidePanelProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = parts.find((part) => part.view === view) ?? parts[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const index = shown === undefined ? 0 : parts.indexOf(shown);
    const next = parts[(index + step + parts.length) % parts.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onView(next.view);
    list.current?.querySelector<HTMLElement>(`[data-view="${next.view}"]`)?.focus();
  };
  if (shown === undefined) return null;
  return (
    <aside className={styles.panel} aria-label="Assistant">
      <div className={styles.head}>
        <div ref={list} className={styles.tabs} role="tablist" aria-label="Assistant" onKeyDown={onKeyDown}>
          {parts.map((part) => (
            <button
              key={part.view}
              type="button"
              role="tab"
              id={`${id}-${part.view}`}
              data-view={part.view}
              aria-selected={part === shown}
              aria-controls={`${id}-content`}
              tabIndex={part === shown ? 0 : -1}
              className={styles.tab}
              onClick={() => onView(part.view)}
            >
              {part.label}
            </button>
          ))}
        </div>
        <Button kind="quiet" isIcon aria-label="Close the assistant" title={`Close (${keys})`} onClick={onClose}>
          <X size={15} aria-hidden="true" />
        </Button>
      </div>
      <div id={`${id}-content`} className={styles.content} role="tabpanel" aria-labelledby={`${id}-${shown.view}`}>
        {shown.content}
      </div>
    </aside>
  );
}

'use client';

import type { ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import styles from './panes.module.css';

interface PanesProps {
  /** Under this name the sizes are remembered, for each set of panes that can stand together. */
  readonly id: string;
  readonly direction: 'columns' | 'rows';
  /** Ids of the panes that stand there now, if some come and go. */
  readonly shown?: readonly string[];
  readonly children: ReactNode;
}

/**
 * Panes beside or below each other. Sizes that people gave are remembered; until then panes keep their default size in pixels, whatever the
 * window's size: what a window did to them is not remembered.
 */
export function Panes({ id, direction, shown, children }: PanesProps) {
  const layout = useDefaultLayout({
    id,
    storage: localStorage,
    onlySaveAfterUserInteractions: true,
    ...(shown === undefined ? {} : { panelIds: [...shown] }),
  });
  return (
    <Group
      className={styles.group ?? ''}
      orientation={direction === 'columns' ? 'horizontal' : 'vertical'}
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      {children}
    </Group>
  );
}

interface PaneProps {
  readonly id: string;
  /** Such as `272px` or `40%`. */
  readonly size?: string;
  readonly min: string;
  readonly max?: string;
  /** Keeps its pixels when the window changes: a list or panel at a side. */
  readonly isSide?: boolean;
  readonly children: ReactNode;
}

export function Pane({ id, size, min, max, isSide = false, children }: PaneProps) {
  return (
    <Panel
      id={id}
      className={styles.pane ?? ''}
      minSize={min}
      {...(size === undefined ? {} : { defaultSize: size })}
      {...(max === undefined ? {} : { maxSize: max })}
      {...(isSide ? { groupResizeBehavior: 'preserve-pixel-size' as const } : {})}
    >
      {children}
    </Panel>
  );
}

/** The line between two panes, dragged or moved with the arrows. */
export function PaneSplit({ direction, label }: { readonly direction: 'columns' | 'rows'; readonly label: string }) {
  return <Separator className={styles.split} data-direction={direction} aria-label={label} />;
}

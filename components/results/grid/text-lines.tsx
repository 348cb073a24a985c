'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import styles from './cell-view.module.css';

const CHUNK_CHARACTERS = 600;
const LINE_PX = 18;

/** Lines of a text, the long ones in pieces, so that a text of any size is drawn only where one looks. */
export function chunksOf(text: string): string[] {
  const chunks: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.length <= CHUNK_CHARACTERS) chunks.push(line);
    else for (let at = 0; at < line.length; at += CHUNK_CHARACTERS) chunks.push(line.slice(at, at + CHUNK_CHARACTERS));
  }
  return chunks;
}

export function TextLines({ text }: { readonly text: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const chunks = useMemo(() => chunksOf(text), [text]);
  const lines = useVirtualizer({
    count: chunks.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 10,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
    <section ref={scroller} className={styles.scroller} aria-label="Whole value" tabIndex={0}>
      <div className={styles.lines} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={lines.measureElement}
            data-index={item.index}
            className={styles.line}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {chunks[item.index] || ' '}
          </div>
        ))}
      </div>
    </section>
  );
}

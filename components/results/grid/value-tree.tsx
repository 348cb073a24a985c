'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { ExactNumber, type JsonTree } from '../../../lib/format/json-text.ts';
import { formatCounted } from '../../../lib/format/number.ts';
import styles from './cell-view.module.css';
import { deepBranches, isBranch, nodesOf, type ValueNode } from './value-nodes.ts';

const NODE_PX = 22;
const INDENT_PX = 14;
const OPEN_DEPTH = 2;
const MAX_LEAF_CHARACTERS = 400;

/** A list, struct or JSON value as a tree that folds. */
export function ValueTree({ value }: { readonly value: JsonTree }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => deepBranches(value, OPEN_DEPTH));
  const nodes = useMemo(() => nodesOf(value, folded), [value, folded]);
  const lines = useVirtualizer({
    count: nodes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => NODE_PX,
    overscan: 10,
  });
  const toggle = (path: string) => {
    const next = new Set(folded);
    if (!next.delete(path)) next.add(path);
    setFolded(next);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
    <section ref={scroller} className={styles.scroller} aria-label="Whole value" tabIndex={0}>
      <div className={styles.lines} style={{ height: lines.getTotalSize() }}>
        {lines.getVirtualItems().map((item) => {
          const node = nodes[item.index];
          return node ? (
            <div
              key={node.path}
              className={styles.node}
              style={{ top: item.start, paddingLeft: node.depth * INDENT_PX }}
            >
              <Node node={node} isFolded={folded.has(node.path)} onToggle={() => toggle(node.path)} />
            </div>
          ) : null;
        })}
      </div>
    </section>
  );
}

function Node({ node, isFolded, onToggle }: { node: ValueNode; isFolded: boolean; onToggle(): void }) {
  const name = node.name === undefined ? null : <span className={styles.name}>{node.name}</span>;
  if (!isBranch(node.value)) {
    return (
      <>
        <span className={styles.leafGap} />
        {name}
        <Leaf value={node.value} />
      </>
    );
  }
  const size = formatCounted(node.size ?? 0, Array.isArray(node.value) ? 'item' : 'field');
  return (
    <button type="button" className={styles.toggle} aria-expanded={!isFolded} onClick={onToggle}>
      {isFolded ? <ChevronRight size={13} aria-hidden="true" /> : <ChevronDown size={13} aria-hidden="true" />}
      {name}
      <span className={styles.size}>{Array.isArray(node.value) ? `[ ${size} ]` : `{ ${size} }`}</span>
    </button>
  );
}

function Leaf({ value }: { readonly value: null | boolean | number | string | ExactNumber }) {
  if (value === null) return <span className={styles.size}>null</span>;
  if (value instanceof ExactNumber) return <span className={styles.plain}>{value.digits}</span>;
  if (typeof value !== 'string') return <span className={styles.plain}>{String(value)}</span>;
  const text = value.length > MAX_LEAF_CHARACTERS ? `${value.slice(0, MAX_LEAF_CHARACTERS)}…` : value;
  return <span className={styles.text}>{JSON.stringify(text)}</span>;
}

'use client';

import { type Connections, connectionOf } from '../results/sources.ts';
import { originColor } from '../ui/origin.tsx';
import styles from './plan.module.css';
import type { PlanLayout } from './plan-layout.ts';

interface WiresProps {
  readonly layout: PlanLayout;
  readonly connections: Connections;
}

const WIRE_PX = 72;
const HEAD_PX = 5;

/** A line from each source to the join, in its colour, the wider the more rows it carries. */
export function RowWires({ layout, connections }: WiresProps) {
  const middle = layout.heightPx / 2;
  return (
    <svg className={styles.wires} width={WIRE_PX} height={layout.heightPx} aria-hidden="true">
      {layout.cards.map(({ fetch, topPx, heightPx }) => {
        const y = topPx + heightPx / 2;
        const rows = Math.max(fetch.rows, fetch.status === 'done' ? 1 : (fetch.estimatedRows ?? 0), 1);
        return (
          <path
            key={fetch.index}
            d={`M0 ${y} C ${WIRE_PX / 2} ${y}, ${WIRE_PX / 2} ${middle}, ${WIRE_PX} ${middle}`}
            fill="none"
            stroke={originColor(connectionOf(connections, fetch.connection)?.color)}
            strokeWidth={1 + Math.min(4, Math.log10(rows) / 1.6)}
            strokeOpacity={0.75}
          />
        );
      })}
    </svg>
  );
}

/** Arrows at the left of the cards: whose keys go to whom, in the colour of where they come from. */
export function KeyArcs({ layout, connections }: WiresProps) {
  if (layout.gutterPx === 0) return null;
  const edge = layout.gutterPx;
  return (
    <svg className={styles.wires} width={edge} height={layout.heightPx} aria-hidden="true">
      {layout.arcs.map(({ from, to, fromPx, toPx, outPx, isUnused }) => {
        const color = originColor(connectionOf(connections, from.connection)?.color);
        const x = edge - outPx;
        return (
          <g key={`${from.index} ${to.index} ${toPx}`} stroke={color} fill="none" opacity={isUnused ? 0.35 : 1}>
            <path
              d={`M${edge} ${fromPx} H${x + 5} Q${x} ${fromPx} ${x} ${fromPx + 5} V${toPx - 5} Q${x} ${toPx} ${x + 5} ${toPx} H${edge - HEAD_PX}`}
              strokeWidth={1.5}
              strokeDasharray={isUnused ? '3 3' : undefined}
            />
            <path
              d={`M${edge - HEAD_PX} ${toPx - 4} L${edge} ${toPx} L${edge - HEAD_PX} ${toPx + 4} Z`}
              fill={color}
              stroke="none"
            />
          </g>
        );
      })}
    </svg>
  );
}

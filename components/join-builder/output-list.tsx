'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { DuplicateRule, JoinDocument, OutputColumn } from '../../lib/contract/join.ts';
import { formatCount } from '../../lib/format/number.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './output.module.css';
import { OutputRowView } from './output-row-view.tsx';
import { type OutputRow, outputRows } from './output-rows.ts';
import { OutputRules } from './output-rules.tsx';

interface OutputListProps {
  readonly document: JoinDocument;
  readonly columnsOf: ColumnsOf;
  /** All columns of all inputs are known; before that nothing can be changed. */
  readonly isKnown: boolean;
  readonly colorOf: (alias: string) => number | undefined;
  onColumns(columns: OutputColumn[] | undefined, words: string): void;
  onRule(rule: DuplicateRule): void;
  onCoalesce(coalesces: boolean): void;
}

const rowHeight = 29;

/** Columns of the result: which, in which order, under which name. */
export function OutputList({ document, columnsOf, isKnown, colorOf, onColumns, onRule, onCoalesce }: OutputListProps) {
  const rows = useMemo(() => (isKnown ? outputRows(document, columnsOf) : []), [document, columnsOf, isKnown]);
  const [query, setQuery] = useState('');
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const scroller = useRef<HTMLDivElement>(null);
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rows.filter(({ column, inputs, name }) => {
    const text = `${inputs.join(' ')} ${column} ${name ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => shown[index]?.key ?? index,
    overscan: 10,
  });
  /** What the document lists; columns that do not come out for another reason keep their place. */
  const chosen = rows.filter(({ state }) => state !== 'off');
  const outCount = rows.filter(({ state }) => state === 'out').length;
  const tick = (row: OutputRow) => {
    const isOff = row.state === 'off';
    onColumns(
      rows.flatMap((other) => ((other === row ? isOff : other.state !== 'off') ? [other.entry] : [])),
      `${row.column} ${isOff ? 'comes out' : 'left out'}`,
    );
  };
  const rename = (row: OutputRow, name: string) => {
    const wanted = name.trim();
    if (wanted === (row.name ?? '')) return;
    const { name: _, ...plain } = row.entry;
    const entry: OutputColumn = wanted === '' ? plain : { ...plain, name: wanted };
    onColumns(
      chosen.map((other) => (other === row ? entry : other.entry)),
      wanted === '' ? `${row.column} has its own name again` : `${row.column} renamed to ${wanted}`,
    );
  };
  const move = (row: OutputRow, place: number) => {
    const from = chosen.indexOf(row);
    const to = Math.max(0, Math.min(place, chosen.length - 1));
    if (from < 0 || from === to) return;
    onColumns(
      chosen
        .toSpliced(from, 1)
        .toSpliced(to, 0, row)
        .map(({ entry }) => entry),
      `${row.name ?? row.column} moved to place ${to + 1} of ${chosen.length}`,
    );
  };
  const dropOn = (target: OutputRow) => {
    const row = rows.find(({ key }) => key === dragged);
    setDragged(undefined);
    setOver(undefined);
    const place = chosen.indexOf(target);
    if (row !== undefined && place >= 0) move(row, place);
  };

  return (
    <section className={styles.pane} aria-label="Output columns">
      <div className={styles.head}>
        Output columns
        <span className={styles.count}>
          {formatCount(outCount)} of {formatCount(rows.length)}
        </span>
        <Menu
          trigger={
            <Button kind="quiet" isIcon aria-label="Choose output columns" title="Choose output columns">
              ⋯
            </Button>
          }
          entries={[
            { label: 'All columns, as they come', run: () => onColumns(undefined, 'All columns come out') },
            {
              label: 'Only those found',
              isDisabled: query === '' || shown.length === 0,
              run: () =>
                onColumns(
                  shown.map(({ entry }) => entry),
                  `${shown.length} columns come out`,
                ),
            },
            ...[...new Set(rows.flatMap(({ inputs }) => inputs))].map((alias) => ({
              id: alias,
              label: `Only those of ${alias}`,
              run: () =>
                onColumns(
                  rows.flatMap(({ entry, inputs }) => (inputs.includes(alias) ? [entry] : [])),
                  `Only columns of ${alias} come out`,
                ),
            })),
          ]}
        />
      </div>
      <div className={styles.search}>
        <TextField
          aria-label="Search output columns"
          placeholder="Search columns"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {shown.length === 0 ? (
        <p className={styles.empty}>
          {!isKnown
            ? 'Waiting for the columns of the inputs.'
            : rows.length === 0
              ? 'No columns yet.'
              : 'No column of that name.'}
        </p>
      ) : null}
      <div ref={scroller} className={styles.list}>
        {/* biome-ignore lint/a11y/useSemanticElements: rows are positioned, which a ul of li would be too */}
        <div className={styles.canvas} role="list" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, size, key }) => {
            const row = shown[index];
            if (row === undefined) return null;
            const place = chosen.indexOf(row);
            return (
              <OutputRowView
                key={key}
                row={row}
                style={{ height: size, translate: `0 ${start}px` }}
                colors={row.inputs.map(colorOf)}
                isLast={row.state !== 'off' && chosen.length === 1}
                isDragged={dragged === row.key}
                drop={
                  over !== row.key || dragged === row.key
                    ? undefined
                    : rows.findIndex((other) => other.key === dragged) < rows.indexOf(row)
                      ? 'after'
                      : 'before'
                }
                onTick={() => tick(row)}
                onRename={(name) => rename(row, name)}
                onMove={(step) => move(row, place + step)}
                onDrag={() => setDragged(row.key)}
                onDragOver={() => setOver(row.key)}
                onDragEnd={() => {
                  setDragged(undefined);
                  setOver(undefined);
                }}
                onDrop={() => dropOn(row)}
              />
            );
          })}
        </div>
      </div>
      <OutputRules document={document} onRule={onRule} onCoalesce={onCoalesce} />
    </section>
  );
}

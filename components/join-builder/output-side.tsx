'use client';

import { Group, Panel, Separator, useDefaultLayout } from 'react-resizable-panels';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { EmptyState } from '../ui/notice.tsx';
import styles from './builder.module.css';
import { OutputList } from './output-list.tsx';
import { SqlView } from './sql-view.tsx';
import type { JoinEdits } from './use-join-edits.ts';

interface OutputSideProps {
  readonly document: JoinDocument | undefined;
  readonly columnsOf: ColumnsOf;
  readonly isKnown: boolean;
  readonly sql: string | undefined;
  readonly edits: JoinEdits;
  readonly colorOf: (alias: string) => number | undefined;
  onCopy(sql: string): void;
}

/** At the right: the columns that come out, and the statement that says it all. */
export function OutputSide(props: OutputSideProps) {
  const { document, columnsOf, isKnown, sql, edits, colorOf, onCopy } = props;
  const sides = useDefaultLayout({ id: 'joinery.join-sides', storage: localStorage });
  return (
    <Group
      className={styles.group ?? ''}
      orientation="vertical"
      defaultLayout={sides.defaultLayout}
      onLayoutChanged={sides.onLayoutChanged}
    >
      <Panel id="columns" className={styles.pane ?? ''} minSize="120px">
        {document === undefined ? (
          <EmptyState title="Output columns">They appear with the first input.</EmptyState>
        ) : (
          <OutputList
            document={document}
            columnsOf={columnsOf}
            isKnown={isKnown}
            colorOf={colorOf}
            onColumns={edits.setColumns}
            onRule={edits.setDuplicates}
            onCoalesce={edits.setCoalesceKeys}
          />
        )}
      </Panel>
      <Separator className={styles.split} data-direction="rows" aria-label="Height of the SQL" />
      <Panel id="sql" className={styles.pane ?? ''} defaultSize="36%" minSize="34px">
        <SqlView sql={sql} onCopy={() => sql !== undefined && onCopy(sql)} />
      </Panel>
    </Group>
  );
}

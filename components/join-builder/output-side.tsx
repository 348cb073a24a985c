'use client';

import type { JoinDocument } from '../../lib/contract/join.ts';
import type { ColumnsOf } from '../../lib/join/shape.ts';
import { EmptyState } from '../ui/notice.tsx';
import { Pane, PaneSplit, Panes } from '../ui/panes.tsx';
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
  onCopy(text: string, what: string): void;
}

/** At the right: the columns that come out, and the statement that says it all. */
export function OutputSide(props: OutputSideProps) {
  const { document, columnsOf, isKnown, sql, edits, colorOf, onCopy } = props;
  return (
    <Panes id="joinery.join-sides" direction="rows">
      <Pane id="columns" min="120px">
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
      </Pane>
      <PaneSplit direction="rows" label="Height of the SQL" />
      <Pane id="sql" size="36%" min="34px">
        <SqlView sql={sql} document={document} onCopy={onCopy} />
      </Pane>
    </Panes>
  );
}

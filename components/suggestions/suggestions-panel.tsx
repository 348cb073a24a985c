'use client';

import { Square } from 'lucide-react';
import { type DragEvent, useMemo, useSyncExternalStore } from 'react';
import { askModel } from '../../lib/client/assistant.ts';
import type { AssistantQuestion } from '../../lib/contract/assistant.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { ModelBar } from '../assistant/model-bar.tsx';
import { useAsking } from '../assistant/use-model.ts';
import { readTableDrag, tableDragType } from '../catalog/table-drag.ts';
import { Button } from '../ui/button.tsx';
import { CodeText } from '../ui/code-text.tsx';
import { ErrorNotice } from '../ui/notice.tsx';
import type { SuggestionActions } from './suggestion-actions.ts';
import { SuggestionCard } from './suggestion-card.tsx';
import { type SuggestionSession, type SuggestionState, shownSuggestions } from './suggestion-session.ts';
import { reachOf, tableKey } from './suggestion-words.ts';
import styles from './suggestions.module.css';
import { TableChips } from './table-chips.tsx';

interface SuggestionsPanelProps {
  readonly session: SuggestionSession;
  readonly actions: SuggestionActions;
  /** What "from here" means: the tables of the statement, or of the join. */
  readonly hereLabel: string;
  onTakeHere(): void;
}

/** Proposed joins between the chosen tables, as they are found and proven. */
export function SuggestionsPanel({ session, actions, hereLabel, onTakeHere }: SuggestionsPanelProps) {
  const state = useSyncExternalStore(session.subscribe, session.getState, session.getState);
  const { tables, frame, isAsking, error, dismissed, asks } = state;
  const shown = shownSuggestions(state);
  const tree = shown.filter(({ id }) => frame?.tree.includes(id));
  const lastDismissed = dismissed.at(-1);
  const asking = useAsking();
  const question = useMemo((): AssistantQuestion | undefined => {
    const suggestions = shownSuggestions({ frame, dismissed });
    return isAsking || suggestions.length === 0 ? undefined : { purpose: 'rerank', suggestions: [...suggestions] };
  }, [frame, dismissed, isAsking]);
  const onDrop = (event: DragEvent) => {
    const table = readTableDrag(event.dataTransfer);
    if (table === undefined) return;
    event.preventDefault();
    session.add({ connection: table.connection, schema: table.schema, table: table.name });
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: takes dropped tables, as the button "Table" does by keyboard
    <div
      className={styles.panel}
      onDragOver={(event) => event.dataTransfer.types.includes(tableDragType) && event.preventDefault()}
      onDrop={onDrop}
    >
      <div className={styles.ask}>
        <TableChips tables={tables} onAdd={(table) => session.add(table)} onRemove={(table) => session.remove(table)} />
        <div className={styles.askActions}>
          {isAsking ? (
            <Button onClick={() => session.stop()}>
              <Square size={11} fill="currentColor" aria-hidden="true" /> Stop
            </Button>
          ) : (
            <Button
              kind={frame === undefined && tables.length > 1 ? 'primary' : 'plain'}
              disabled={tables.length < 2}
              onClick={() => void session.ask()}
            >
              Suggest join
            </Button>
          )}
          {tables.length === 1 && tables[0] !== undefined && !isAsking ? (
            <Button onClick={() => tables[0] && void session.askPartners(tables[0])}>What joins to it?</Button>
          ) : null}
          <Button kind="quiet" onClick={onTakeHere}>
            {hereLabel}
          </Button>
        </div>
      </div>
      <div className={styles.list}>
        {error === undefined ? null : (
          <ErrorNotice
            error={error}
            actions={
              <Button
                onClick={() => void (asks === 'joins' ? session.ask() : tables[0] && session.askPartners(tables[0]))}
              >
                Try again
              </Button>
            }
          />
        )}
        {tables.length === 0 ? <Introduction /> : null}
        {tree.length > 1 ? (
          <div className={styles.tree}>
            <p>
              <b>{tree.length} joins</b> connect {reachOf(tree, tables.length)}; they are marked below.
            </p>
            <div className={styles.actions}>
              <Button kind="primary" title={actions.applyTitle} onClick={() => actions.apply(tree)}>
                Apply all
              </Button>
              <Button onClick={() => actions.preview(tree)}>Preview</Button>
              {actions.openInBuilder === undefined ? null : (
                <Button kind="quiet" onClick={() => actions.openInBuilder?.(tree)}>
                  Open in builder
                </Button>
              )}
            </div>
          </div>
        ) : null}
        {shown.map((suggestion) => (
          <SuggestionCard
            key={suggestion.id}
            suggestion={suggestion}
            actions={actions}
            isAsking={isAsking}
            isInTree={frame?.tree.includes(suggestion.id) ?? false}
            showsTables={asks === 'partners' || tables.length > 2}
            onDismiss={() => void session.dismiss(suggestion)}
          />
        ))}
        {frame?.abstention === undefined || shown.length > 0 ? null : (
          <p className={styles.abstention} role="status">
            <b>Nothing to propose.</b> {frame.abstention}
          </p>
        )}
        {(frame?.problems ?? []).map(({ table, error: problem }) => (
          <div key={tableKey(table)} className={styles.problem}>
            <p>
              <b>
                {table.connection}.{table.table}
              </b>{' '}
              could not be read: {problem.message}
            </p>
            {problem.hint === undefined ? null : (
              <p className="muted">
                <CodeText text={problem.hint} />
              </p>
            )}
          </div>
        ))}
      </div>
      {lastDismissed === undefined ? null : (
        <p className={styles.undo} role="status">
          <span>Dismissed {lastDismissed.pairs.map((pair) => `${pair.left} = ${pair.right}`).join(', ')}</span>
          <Button kind="quiet" onClick={() => void session.restore(lastDismissed)}>
            Undo
          </Button>
        </p>
      )}
      <Costs state={state} />
      <ModelBar
        label="Order and explain by a model"
        question={question}
        asking={asking}
        onSend={(sent) =>
          sent.purpose === 'rerank' &&
          asking.run(async (signal) => {
            const answer = await askModel(sent, signal);
            if ('suggestions' in answer) session.explain(answer.suggestions);
          })
        }
      />
    </div>
  );
}

function Introduction() {
  return (
    <div className={styles.introduction}>
      <p>
        Which columns join? Joinery looks at names, types and the data of both sides, and tries each proposal on the
        sources.
      </p>
      <p className="muted">
        Take the tables of your statement, add some here, or drag them from the left. Nothing runs by itself, and
        nothing leaves your connections.
      </p>
    </div>
  );
}

/** Figures of the data though nothing was asked: the answers were still kept. */
const wasReadBefore = (frame: SuggestionState['frame']): boolean =>
  frame?.isDone === true && frame.suggestions.some(({ evidence }) => evidence.leftMatch !== undefined);

function Costs({ state: { frame, isAsking, wasStopped } }: { readonly state: SuggestionState }) {
  if (frame === undefined && !isAsking) return null;
  const cost =
    frame === undefined || frame.queries === 0
      ? wasReadBefore(frame)
        ? 'Nothing asked anew: read within the last minutes'
        : undefined
      : `${formatCounted(frame.queries, 'small query', 'small queries')}, ${formatCounted(frame.rowsRead, 'row')} read, ${formatDuration(frame.ms)}`;
  const isExplained = frame?.suggestions.some(({ explainedBy }) => explainedBy !== undefined) === true;
  const stage = frame?.stage === 'probing' ? 'Trying keys on the data' : 'Looking at the tables';
  return (
    <p className={styles.costs}>
      <span role="status">
        {isAsking
          ? `${stage}…`
          : wasStopped
            ? 'Stopped; what was found stays.'
            : isExplained
              ? 'Ordered by a model; the figures are measured.'
              : 'Statistics only.'}
      </span>{' '}
      {cost}
    </p>
  );
}

'use client';

import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { TabState } from '../../lib/client/document-store.ts';
import { parameterStore } from '../../lib/client/parameter-store.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { isEnded } from '../../lib/contract/run.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import type { JoinHandle } from '../join-builder/builder-props.ts';
import { JoinResults } from '../join-builder/join-results.tsx';
import { NestedBuilder } from '../join-builder/nested-builder.tsx';
import { GUARD_ROWS } from '../join-builder/row-bound.ts';
import { keysText } from '../palette/commands.ts';
import { JoinParameters } from './join-parameters.tsx';
import { namedAfter, titleAs } from './title-as.ts';
import { useJoinParts } from './use-join-parts.ts';
import { useKeptInputs } from './use-kept-inputs.ts';
import type { WorkbenchState } from './use-workbench.ts';
import styles from './workbench.module.css';
import type { WorkbenchActions } from './workbench-actions.ts';

interface JoinTabProps {
  readonly tab: TabState;
  readonly state: WorkbenchState;
  readonly actions: WorkbenchActions;
  readonly handle: RefObject<JoinHandle | null>;
  readonly results: RefObject<HTMLElement | null>;
  say(message: string): void;
  /** Opens the suggestions for tables; `apply` takes one over into this join. */
  readonly onSuggest?:
    | ((tables: readonly TableReference[], apply: (suggestion: Suggestion) => void) => void)
    | undefined;
}

/** A tab that holds a join: the builder, and below it the rows of its last run. */
export function JoinTab({ tab, state, actions, handle, results, say, onSuggest }: JoinTabProps) {
  const { documents, runner, activity, run, readError, isRunning, joins, select } = state;
  const session = joins.of(tab.id);
  const kept = useKeptInputs(tab.id, state);
  const parts = useJoinParts(tab, actions);
  const [isClosed, setIsClosed] = useState(false);
  const isExplained = activity.explanation !== undefined || activity.isExplaining;
  const hasRun = tab.lastRunId !== undefined || activity.startError !== undefined || activity.isBusy || isExplained;
  const runKeys = useMemo(() => keysText('mod+enter'), []);
  const shownRun = parts.part === undefined ? run : parts.run;
  const isPartRunning = parts.part !== undefined && (parts.run === undefined || !isEnded(parts.run.status));
  // The first row of a run is looked at, whatever was closed before.
  const newest = useRef(tab.lastRunId);
  useEffect(() => {
    if (newest.current !== tab.lastRunId) setIsClosed(false);
    newest.current = tab.lastRunId;
  }, [tab.lastRunId]);

  useEffect(() => {
    let before = session.getState().document;
    return session.subscribe(() => {
      const { document } = session.getState();
      const current = documents.getState().tabs.find(({ id }) => id === tab.id);
      if (document === undefined || current === undefined) return;
      const title = namedAfter(current.title, document, before);
      before = document;
      if (title !== current.title) documents.edit(tab.id, { title });
    });
  }, [session, documents, tab.id]);

  const keepParameters = ({ parameters = [] }: JoinDocument) => {
    for (const parameter of parameters) parameterStore.set(tab.id, parameter);
  };
  const openSql = (text: string) =>
    void documents
      .create({ title: titleAs(tab.title, 'SQL'), text, rowLimit: tab.rowLimit })
      .then(select, (thrown: unknown) => say(`The tab could not be made: ${toErrorShape(thrown).message}`));
  const copy = (text: string, what: string) =>
    void navigator.clipboard.writeText(text).then(
      () => say(`${what} copied`),
      () => say('The browser did not allow copying.'),
    );
  return (
    <div className={styles.builder}>
      <NestedBuilder
        session={session}
        parameters={<JoinParameters documentId={tab.id} session={session} />}
        handle={handle}
        rowLimit={tab.rowLimit}
        isRunning={isRunning || isPartRunning}
        runKeys={runKeys}
        explain={actions.explain}
        kept={kept}
        showsResults={hasRun && !isClosed}
        onRun={({ document, sql }, rowLimit) => {
          setIsClosed(false);
          parts.clear();
          keepParameters(document);
          void runner.run(tab, [{ text: sql, offset: 0 }], rowLimit);
        }}
        isExplaining={activity.isExplaining}
        onExplain={({ document, sql }) => {
          setIsClosed(false);
          parts.clear();
          keepParameters(document);
          void runner.explain(tab, { text: sql, offset: 0 });
        }}
        onStop={() => void (parts.part === undefined ? runner.stop(tab) : parts.stop())}
        onRowLimit={(rowLimit) => documents.edit(tab.id, { rowLimit })}
        onSuggest={onSuggest}
        onOpenSql={openSql}
        onCopy={copy}
        onShowPart={(join, step, part) => {
          setIsClosed(false);
          void parts.show(join.document, step, part);
        }}
        results={({ join, step, leftName, rightName, frame }) => {
          const here = join?.document.steps[step];
          return (
            <JoinResults
              ref={results}
              run={shownRun}
              readError={parts.part === undefined ? readError : parts.readError}
              startError={parts.error ?? activity.startError}
              explanation={parts.part === undefined ? activity.explanation : undefined}
              part={parts.part}
              hasParts={here?.kind === 'join' && here.keys.length > 0}
              leftName={leftName}
              rightName={rightName}
              frame={frame}
              exact={parts.exact}
              onPart={(part) => join && void parts.show(join.document, step, part)}
              onWhole={parts.clear}
              onCount={() => join && void parts.count(join.document, step)}
              onDismissError={() => {
                parts.dismissError();
                runner.dismissError(tab.id);
              }}
              onRerun={(options) => {
                if (shownRun === undefined) return;
                const rowLimit = options === undefined ? shownRun.rowLimit : options.rowLimit;
                if (parts.part === undefined) {
                  // What is shown in the builder is asked about first; an older statement keeps a guard.
                  if (shownRun.text === join?.sql) handle.current?.run(rowLimit);
                  else void runner.run(tab, [{ text: shownRun.text, offset: 0 }], rowLimit ?? GUARD_ROWS);
                } else if (join !== undefined) void parts.show(join.document, step, parts.part, rowLimit);
              }}
              onShowError={() => shownRun && openSql(shownRun.text)}
              onClose={() => setIsClosed(true)}
            />
          );
        }}
      />
    </div>
  );
}

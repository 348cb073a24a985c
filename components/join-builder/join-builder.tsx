'use client';

import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { EmptyState } from '../ui/notice.tsx';
import { BoardArea } from './board-area.tsx';
import styles from './builder.module.css';
import { BuilderLayout } from './builder-layout.tsx';
import type { JoinBuilderProps } from './builder-props.ts';
import { ChainBar } from './chain-bar.tsx';
import type { ColumnListHandle } from './column-list.tsx';
import type { InputChipActions } from './input-chip.tsx';
import { JoinBar } from './join-bar.tsx';
import { JoinBoard } from './join-board.tsx';
import { type InputQuestion, JoinDialogs } from './join-dialogs.tsx';
import { MistakeNotes } from './mistake-notes.tsx';
import { OutputSide } from './output-side.tsx';
import { RunQuestionDialog } from './run-question.tsx';
import { useAnnouncer } from './use-announcer.ts';
import { useJoinEdits } from './use-join-edits.ts';
import { useJoinState } from './use-join-state.ts';
import { useRunCheck } from './use-run-check.ts';
import { useUndoKeys } from './use-undo-keys.ts';
import { useWidth } from './use-width.ts';
import { XrayStrip } from './xray-strip.tsx';

/** Below this width, inputs and output columns have no room beside each other. */
const NARROW_PX = 800;

/** The join builder: inputs, keys, how they fit, what comes out, and the SQL of it all. */
export function JoinBuilder(props: JoinBuilderProps) {
  const { session, explain, kept, handle, onSuggest } = props;
  const { document, problem, canUndo, canRedo } = useSyncExternalStore(session.subscribe, session.getState);
  const [chosenStep, setStep] = useState(0);
  const state = useJoinState(document, chosenStep, explain);
  const { views, columnsOf, mistakes, join, isKnown, isReady, cannotRun, inputCount, step, xray, measureWaits } = state;
  const { nameOf, leftName, rightName, colorOf } = state;
  const [said, announce] = useAnnouncer();
  const edits = useJoinEdits(session, columnsOf, announce);
  const [isAdding, setIsAdding] = useState(false);
  const [asked, setAsked] = useState<InputQuestion>();
  const leftList = useRef<ColumnListHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const isNarrow = width > 0 && width < NARROW_PX;

  const check = useRunCheck({
    document,
    views,
    step,
    frame: xray.frame,
    announce,
    onStart: (rowLimit) => join !== undefined && props.onRun(join, rowLimit),
  });
  const run = (rowLimit = props.rowLimit) => {
    if (isReady && !props.isRunning) check.check(rowLimit);
    if (!isReady) announce(cannotRun);
  };
  const explainJoin = () => {
    if (isReady && join !== undefined) props.onExplain(join);
  };
  const focus = () => (leftList.current === null ? frame.current?.focus() : leftList.current.focus());
  useEffect(() => {
    handle.current = { run, explain: explainJoin, focus };
    return () => {
      handle.current = null;
    };
  });
  // The keyboard goes on where the next thing is done: from the second input to the columns.
  const counted = useRef(inputCount);
  useEffect(() => {
    if (inputCount > counted.current && inputCount > 1) requestAnimationFrame(() => leftList.current?.focus());
    counted.current = inputCount;
  }, [inputCount]);

  const undo = () => announce(undoneWords('Undone', session.undo()));
  const redo = () => announce(undoneWords('Done again', session.redo()));
  useUndoKeys(frame, undo, redo);
  const pick = (source: Parameters<typeof edits.addInput>[0]) => {
    edits.addInput(source, 'Input added');
    setIsAdding(false);
    setStep(Math.max(0, inputCount - 1));
  };
  const actions: InputChipActions = {
    rename: (input, alias) => edits.renameInput(input.alias, alias),
    filter: ({ alias }) => setAsked({ what: 'filter', alias }),
    replace: ({ alias }) => setAsked({ what: 'replace', alias }),
    editStatement: ({ alias }) => setAsked({ what: 'statement', alias }),
    open: (input) => {
      if (input.source.kind !== 'join') edits.wrapInput(input.alias, nameOf(input));
      props.onOpenInner(input.alias);
    },
    remove: (input) => edits.removeInput(input.alias, nameOf(input)),
    swap: inputCount === 2 ? () => edits.swap() : undefined,
  };
  const tables = (document?.inputs ?? []).flatMap(({ source }) => (source.kind === 'table' ? [source] : []));

  if (problem !== undefined)
    return (
      <EmptyState title="This join cannot be read">
        {problem} It is kept as it is. It may have been made by another version of Joinery.
      </EmptyState>
    );
  const board = (
    <div className={styles.boardFrame}>
      <BoardArea
        document={document}
        views={views}
        isAdding={isAdding}
        explain={explain}
        kept={kept}
        actions={actions}
        onPick={pick}
        board={
          document === undefined ? null : (
            <JoinBoard
              key={step}
              document={document}
              step={step}
              views={views}
              columnsOf={columnsOf}
              mistakes={mistakes}
              edits={edits}
              actions={actions}
              leftList={leftList}
              announce={announce}
            />
          )
        }
      />
      <MistakeNotes mistakes={mistakes} />
      {inputCount < 2 || isAdding || document === undefined ? null : (
        <XrayStrip
          xray={xray}
          waitsFor={measureWaits}
          left={leftName}
          right={rightName}
          colorOf={colorOf}
          onShow={(part) => join && props.onShowPart(join, step, part)}
        />
      )}
    </div>
  );
  const output = (
    <OutputSide
      document={document}
      columnsOf={columnsOf}
      isKnown={isKnown}
      sql={join?.sql}
      edits={edits}
      colorOf={colorOf}
      onCopy={props.onCopy}
    />
  );
  return (
    <section ref={frame} className={styles.builder} aria-label="Join builder" tabIndex={-1}>
      <JoinBar
        canRun={isReady}
        cannotRun={cannotRun}
        isRunning={props.isRunning}
        isChecking={check.isChecking}
        rowLimit={props.rowLimit}
        canUndo={canUndo}
        canRedo={canRedo}
        hasSql={join !== undefined}
        runKeys={props.runKeys}
        onRun={() => run()}
        onStop={check.isChecking ? check.stop : props.onStop}
        onRowLimit={props.onRowLimit}
        onUndo={undo}
        onRedo={redo}
        isExplaining={props.isExplaining}
        onExplain={explainJoin}
        onOpenSql={() => join !== undefined && props.onOpenSql(join.sql)}
        onSuggest={
          onSuggest === undefined
            ? undefined
            : () =>
                onSuggest(
                  tables.map(({ connection, schema, table }) => ({ connection, schema, table })),
                  edits.applySuggestion,
                )
        }
      />
      {props.parameters}
      {props.trail}
      {document === undefined || inputCount < 2 ? null : (
        <ChainBar
          document={document}
          inputs={views}
          nameOf={nameOf}
          step={step}
          mistakes={mistakes}
          isAdding={isAdding}
          onStep={(place) => {
            setIsAdding(false);
            setStep(place);
          }}
          onAdd={() => setIsAdding(!isAdding)}
        />
      )}
      <BuilderLayout
        isNarrow={isNarrow}
        board={board}
        output={output}
        results={props.showsResults ? props.results({ join, step, leftName, rightName, frame: xray.frame }) : undefined}
      />
      <JoinDialogs
        asked={asked}
        document={document}
        views={views}
        edits={edits}
        explain={explain}
        kept={kept}
        onClose={() => setAsked(undefined)}
      />
      <RunQuestionDialog question={check.asked} onRun={check.answer} onClose={check.dismiss} />
      <output className="visually-hidden" aria-live="assertive">
        {said}
      </output>
    </section>
  );
}

const undoneWords = (what: string, words: string | undefined): string =>
  words === undefined ? `Nothing to ${what === 'Undone' ? 'undo' : 'do again'}.` : `${what}: ${words}.`;

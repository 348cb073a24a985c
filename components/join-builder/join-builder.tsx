'use client';

import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { JoinPart } from '../../lib/client/joins.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { Suggestion, TableReference } from '../../lib/contract/suggestion.ts';
import { joinSql } from '../../lib/join/join-sql.ts';
import { canRun, validateJoin } from '../../lib/join/validate.ts';
import { EmptyState } from '../ui/notice.tsx';
import { BoardArea } from './board-area.tsx';
import styles from './builder.module.css';
import { BuilderLayout } from './builder-layout.tsx';
import { ChainBar } from './chain-bar.tsx';
import type { ColumnListHandle } from './column-list.tsx';
import type { EditableJoin } from './inner-session.ts';
import type { InputChipActions } from './input-chip.tsx';
import type { SavedJoin } from './input-picker.tsx';
import type { InputView } from './input-view.ts';
import { JoinBar } from './join-bar.tsx';
import { JoinBoard } from './join-board.tsx';
import { type InputQuestion, JoinDialogs } from './join-dialogs.tsx';
import { inputsBefore, nameIn } from './join-view.ts';
import { MistakeNotes } from './mistake-notes.tsx';
import { OutputSide } from './output-side.tsx';
import { RunQuestionDialog } from './run-question.tsx';
import type { Explain } from './source-facts.ts';
import { useInputViews } from './use-input-views.ts';
import { useJoinEdits } from './use-join-edits.ts';
import { useRunCheck } from './use-run-check.ts';
import { useUndoKeys } from './use-undo-keys.ts';
import { useWidth } from './use-width.ts';
import { useXray, type XrayState } from './use-xray.ts';
import { isStepSound, runWaitsFor, waitsFor } from './waits-for.ts';
import { XrayStrip } from './xray-strip.tsx';

/** Below this width, inputs and output columns have no room beside each other. */
const NARROW_PX = 800;

/** What a run of the join needs. */
export interface RunnableJoin {
  readonly document: JoinDocument;
  readonly sql: string;
}

export interface JoinBuilderProps {
  readonly session: EditableJoin;
  /** Where this join is within others, and the way back; undefined for the outermost. */
  readonly trail?: ReactNode;
  /** Fields for the parameters of the outermost document. */
  readonly parameters?: ReactNode;
  readonly rowLimit: number | null;
  readonly isRunning: boolean;
  readonly runKeys: string;
  readonly explain: Explain;
  /** Joins that can be inputs of this one. */
  readonly joins: readonly SavedJoin[];
  /** Filled with what runs now, for keys that the screen around it takes. */
  readonly handle: RefObject<JoinHandle | null>;
  /** The results pane, told what it needs of the join. */
  readonly results: (context: ResultsContext) => ReactNode;
  readonly showsResults: boolean;
  onRun(join: RunnableJoin, rowLimit: number | null): void;
  readonly isExplaining: boolean;
  /** Shows what would go to which source. */
  onExplain(join: RunnableJoin): void;
  onStop(): void;
  onRowLimit(rowLimit: number | null): void;
  onOpenSql(sql: string): void;
  /** @param what - What the text is, in a word: `SQL`, `YAML`. */
  onCopy(text: string, what: string): void;
  onShowPart(join: RunnableJoin, step: number, part: JoinPart): void;
  /** Shows the join that an input is. */
  onOpenInner(alias: string): void;
  /** Opens the suggestions for the tables of this join; `apply` takes one over. Absent = there is no such panel. */
  readonly onSuggest?:
    | ((tables: readonly TableReference[], apply: (suggestion: Suggestion) => void) => void)
    | undefined;
}

export interface JoinHandle {
  /** Runs what is shown, after the questions that it needs; `rowLimit` instead of that of the tab. */
  run(rowLimit?: number | null): void;
  explain(): void;
  focus(): void;
}

export interface ResultsContext {
  readonly join: RunnableJoin | undefined;
  readonly step: number;
  readonly leftName: string;
  readonly rightName: string;
  readonly frame: XrayState['frame'];
}

/** The join builder: inputs, keys, how they fit, what comes out, and the SQL of it all. */
export function JoinBuilder(props: JoinBuilderProps) {
  const { session, explain, joins, handle } = props;
  const { document, problem, canUndo, canRedo } = useSyncExternalStore(session.subscribe, session.getState);
  const { views, columnsOf } = useInputViews(document, explain);
  const [said, setSaid] = useState('');
  // The same words twice are announced twice: the second time with a blank behind.
  const announce = useCallback(
    (words: string) => setSaid((before) => (before === words ? `${words}\u00a0` : words)),
    [],
  );
  const edits = useJoinEdits(session, columnsOf, announce);
  const [chosenStep, setStep] = useState(0);
  const [isAdding, setIsAdding] = useState(false);
  const [asked, setAsked] = useState<InputQuestion>();
  const leftList = useRef<ColumnListHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const isNarrow = width > 0 && width < NARROW_PX;

  const mistakes = useMemo(
    () => (document === undefined ? [] : validateJoin(document, columnsOf)),
    [document, columnsOf],
  );
  const sql = useMemo(() => (document === undefined ? undefined : joinSql(document, columnsOf)), [document, columnsOf]);
  const isConnected = views.every(({ isConnectionMissing }) => !isConnectionMissing);
  const isKnown = views.length > 0 && isConnected && views.every(({ status }) => status === 'ready');
  const isReady = document !== undefined && isKnown && canRun(mistakes);
  const inputCount = document?.inputs.length ?? 0;
  const cannotRun = isReady ? '' : runWaitsFor(inputCount, mistakes, { isKnown, isConnected });
  const step = Math.max(0, Math.min(chosenStep, (document?.steps.length ?? 0) - 1));
  const here = document?.steps[step];
  const isMeasurable =
    isKnown && here?.kind === 'join' && here.type !== 'cross' && here.keys.length > 0 && isStepSound(mistakes, step);
  const xray = useXray(document, step, isMeasurable);
  const nameOf = (input: InputView) => nameIn(document, input);
  const before = document === undefined ? [] : inputsBefore(document, step, views);
  const added = views[step + 1];
  const leftName = before.map(nameOf).join(' + ');
  const rightName = added === undefined ? '' : nameOf(added);
  const join = document !== undefined && sql !== undefined ? { document, sql } : undefined;
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
  const colorOf = (alias: string) => views.find((view) => view.alias === alias)?.color;
  const tables = (document?.inputs ?? []).flatMap(({ source }) => (source.kind === 'table' ? [source] : []));
  const { onSuggest } = props;

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
        joins={joins}
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
          waitsFor={isMeasurable ? undefined : waitsFor(here, mistakes, step, { isKnown, isConnected })}
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
      sql={sql}
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
        hasSql={sql !== undefined}
        runKeys={props.runKeys}
        onRun={() => run()}
        onStop={check.isChecking ? check.stop : props.onStop}
        onRowLimit={props.onRowLimit}
        onUndo={undo}
        onRedo={redo}
        isExplaining={props.isExplaining}
        onExplain={explainJoin}
        onOpenSql={() => sql !== undefined && props.onOpenSql(sql)}
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
        joins={joins}
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

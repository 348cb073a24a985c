'use client';

import { useMemo } from 'react';
import type { JoinDocument } from '../../lib/contract/join.ts';
import { joinSql } from '../../lib/join/join-sql.ts';
import { canRun, validateJoin } from '../../lib/join/validate.ts';
import type { RunnableJoin } from './builder-props.ts';
import type { InputView } from './input-view.ts';
import { inputsBefore, nameIn } from './join-view.ts';
import type { Explain } from './source-facts.ts';
import { useInputViews } from './use-input-views.ts';
import { useXray } from './use-xray.ts';
import { isStepSound, runWaitsFor, waitsFor } from './waits-for.ts';

/** What can be said of a join as it stands: its inputs, mistakes, SQL, why it does not run yet, and how the chosen step fits. */
export function useJoinState(document: JoinDocument | undefined, chosenStep: number, explain: Explain) {
  const { views, columnsOf } = useInputViews(document, explain);
  const mistakes = useMemo(
    () => (document === undefined ? [] : validateJoin(document, columnsOf)),
    [document, columnsOf],
  );
  const sql = useMemo(() => (document === undefined ? undefined : joinSql(document, columnsOf)), [document, columnsOf]);
  const isConnected = views.every(({ isConnectionMissing }) => !isConnectionMissing);
  const isKnown = views.length > 0 && isConnected && views.every(({ status }) => status === 'ready');
  const isReady = document !== undefined && isKnown && canRun(mistakes);
  const inputCount = document?.inputs.length ?? 0;
  const step = Math.max(0, Math.min(chosenStep, (document?.steps.length ?? 0) - 1));
  const here = document?.steps[step];
  const isMeasurable =
    isKnown && here?.kind === 'join' && here.type !== 'cross' && here.keys.length > 0 && isStepSound(mistakes, step);
  const xray = useXray(document, step, isMeasurable);
  const nameOf = (input: InputView) => nameIn(document, input);
  const before = document === undefined ? [] : inputsBefore(document, step, views);
  const added = views[step + 1];
  const join: RunnableJoin | undefined = document === undefined || sql === undefined ? undefined : { document, sql };
  return {
    views,
    columnsOf,
    mistakes,
    join,
    isKnown,
    isReady,
    /** Empty if it can run. */
    cannotRun: isReady ? '' : runWaitsFor(inputCount, mistakes, { isKnown, isConnected }),
    inputCount,
    /** The chosen step, if there still is one of that number. */
    step,
    xray,
    /** Why the step is not measured; undefined if it is. */
    measureWaits: isMeasurable ? undefined : waitsFor(here, mistakes, step, { isKnown, isConnected }),
    nameOf,
    leftName: before.map(nameOf).join(' + '),
    rightName: added === undefined ? '' : nameOf(added),
    colorOf: (alias: string) => views.find((view) => view.alias === alias)?.color,
  };
}

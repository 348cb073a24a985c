'use client';

import { useEffect, useRef, useState } from 'react';
import { streamXray } from '../../lib/client/joins.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { XrayFrame } from '../../lib/contract/join-xray.ts';
import type { InputView } from './input-view.ts';
import { GUARD_ROWS, rowBound } from './row-bound.ts';
import { checkRun, questionOf, type RunQuestion } from './run-check.ts';

interface RunCheckProps {
  readonly document: JoinDocument | undefined;
  readonly views: readonly InputView[];
  readonly step: number;
  /** What the X-ray has found of this step. */
  readonly frame: XrayFrame | undefined;
  onStart(rowLimit: number | null): void;
  announce(words: string): void;
}

interface Asked extends RunQuestion {
  readonly rowLimit: number | null;
}

/**
 * Before a join runs: what was measured is heeded at once; a run for all rows of a join that could run away by the catalog is measured first.
 * A limit of rows is a guard by itself.
 */
export function useRunCheck({ document, views, step, frame, onStart, announce }: RunCheckProps) {
  const [asked, setAsked] = useState<Asked>();
  const [isChecking, setIsChecking] = useState(false);
  const abort = useRef<AbortController>(undefined);
  // What was asked of a join that has changed is no longer the question.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document ends the check
  useEffect(() => () => stop(), [document]);

  function stop(): void {
    abort.current?.abort();
    setIsChecking(false);
  }

  async function check(rowLimit: number | null): Promise<void> {
    if (document === undefined || isChecking) return;
    const found = questionOf(frame);
    if (found !== undefined) return setAsked({ ...found, rowLimit });
    const bound = rowBound(document, views);
    if ((rowLimit ?? Number.POSITIVE_INFINITY) <= GUARD_ROWS || bound.isHarmless) return onStart(rowLimit);
    const controller = new AbortController();
    abort.current = controller;
    setIsChecking(true);
    announce('Measuring how many rows come out before the join runs.');
    const known = new Map(frame?.expectedRows === undefined ? [] : [[step, frame] as const]);
    const measure = (place: number, signal: AbortSignal) => streamXray(document, place, false, signal);
    try {
      const question = await checkRun(document, bound, known, measure, controller.signal);
      if (controller.signal.aborted) return;
      if (question === undefined) onStart(rowLimit);
      else setAsked({ ...question, rowLimit });
    } catch (thrown) {
      if (!controller.signal.aborted) throw thrown;
    } finally {
      if (abort.current === controller) setIsChecking(false);
    }
  }

  const answer = (rowLimit: number | null): void => {
    setAsked(undefined);
    onStart(rowLimit);
  };
  return {
    asked,
    isChecking,
    check: (rowLimit: number | null) => void check(rowLimit),
    stop,
    answer,
    dismiss: () => setAsked(undefined),
  };
}

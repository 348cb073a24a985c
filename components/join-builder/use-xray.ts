'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { streamXray } from '../../lib/client/joins.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { XrayFrame } from '../../lib/contract/join-xray.ts';

export interface XrayState {
  readonly frame: XrayFrame | undefined;
  readonly isMeasuring: boolean;
  readonly error: ErrorShape | undefined;
  /** The measurement that is going on counts everything, however long that takes. */
  readonly isExact: boolean;
  measure(): void;
  measureExactly(): void;
  cancel(): void;
}

const nothing = { frame: undefined, isMeasuring: false, isExact: false, error: undefined };
/** Wait after the last change of the key, so that an edit under way asks the sources nothing. */
const debounceMs = 700;

/**
 * Measures a step while it is looked at: a moment after what it rests on has changed, and again when asked to. A new measurement, a cancel
 * and leaving end the one before, at the sources too.
 */
export function useXray(document: JoinDocument | undefined, step: number, isReady: boolean): XrayState {
  const [state, setState] = useState<Pick<XrayState, 'frame' | 'isMeasuring' | 'isExact' | 'error'>>(nothing);
  const abort = useRef<AbortController>(null);
  const newest = useRef(document);
  newest.current = document;
  const basis = document === undefined || !isReady ? undefined : basisOf(document, step);

  const measure = useCallback(
    async (isExact: boolean) => {
      abort.current?.abort();
      const controller = new AbortController();
      abort.current = controller;
      if (newest.current === undefined) return;
      // The figures of the small questions stay until exact ones come.
      setState((before) => ({ ...nothing, frame: isExact ? before.frame : undefined, isMeasuring: true, isExact }));
      try {
        for await (const frame of streamXray(newest.current, step, isExact, controller.signal)) {
          if (controller.signal.aborted) return;
          setState({ frame, isMeasuring: !frame.isDone, isExact, error: undefined });
        }
        setState((before) => ({ ...before, isMeasuring: false }));
      } catch (thrown) {
        if (!controller.signal.aborted) setState({ ...nothing, error: toErrorShape(thrown) });
      }
    },
    [step],
  );
  const cancel = useCallback(() => {
    abort.current?.abort();
    setState((before) => ({ ...before, isMeasuring: false }));
  }, []);

  useEffect(() => {
    setState(nothing);
    if (basis === undefined) return;
    const timer = setTimeout(() => void measure(false), debounceMs);
    return () => {
      clearTimeout(timer);
      abort.current?.abort();
    };
  }, [basis, measure]);

  return { ...state, measure: () => void measure(false), measureExactly: () => void measure(true), cancel };
}

/** What a measurement rests on: the inputs and steps up to this one, not what comes out. */
const basisOf = ({ inputs, steps, parameters }: JoinDocument, step: number): string =>
  JSON.stringify([inputs.slice(0, step + 2), steps.slice(0, step + 1), parameters]);

import type { JoinStep } from '../../lib/contract/join.ts';
import type { JoinMistake } from '../../lib/join/mistake.ts';

const errorOf = (mistakes: readonly JoinMistake[], step?: number): JoinMistake | undefined =>
  mistakes.find(
    ({ place, severity }) =>
      severity === 'error' && (step === undefined || place.step === step || place.input !== undefined),
  );

export const isStepSound = (mistakes: readonly JoinMistake[], step: number): boolean =>
  errorOf(mistakes, step) === undefined;

/** What is known of the inputs. */
export interface InputsKnown {
  readonly isKnown: boolean;
  /** Every input's connection is there. */
  readonly isConnected: boolean;
}

const missing = 'An input stands on a connection that is not here';

/** Why a step is not measured, in words. */
export function waitsFor(
  step: JoinStep | undefined,
  mistakes: readonly JoinMistake[],
  index: number,
  { isKnown, isConnected }: InputsKnown,
): string {
  if (!isConnected) return `${missing}, so nothing is measured and nothing runs.`;
  if (step?.kind === 'union') return 'A union has no key to measure: its rows stand below each other.';
  if (step?.type === 'cross') return 'A cross join has no key to measure: every row meets every row.';
  if (step !== undefined && step.keys.length === 0)
    return 'With the first key, the join is measured here before it runs: matches, NULLs, duplicates, expected rows.';
  if (!isKnown) return 'Waiting for the columns of the inputs.';
  return errorOf(mistakes, index) === undefined ? '' : 'Measured here once what is marked above is mended.';
}

/** Why the join cannot run yet, in words. */
export function runWaitsFor(
  inputCount: number,
  mistakes: readonly JoinMistake[],
  { isKnown, isConnected }: InputsKnown,
): string {
  if (inputCount < 2) return 'Choose two inputs first.';
  if (!isConnected) return `${missing}.`;
  return errorOf(mistakes)?.message ?? (isKnown ? '' : 'Waiting for the columns of the inputs.');
}

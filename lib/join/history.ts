/** Undo and redo over states that are never changed in place. */
export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
  /** Of the last change: changes of the same mark in a row (typing a name) are one step. */
  readonly mark?: string | undefined;
}

const MOST_STEPS = 200;

export const startHistory = <State>(present: State): History<State> => ({ past: [], present, future: [] });

/** The history with a new state; a state that is the present one adds nothing. */
export function record<State>(history: History<State>, next: State, mark?: string): History<State> {
  if (next === history.present) return history;
  const isContinued = mark !== undefined && mark === history.mark;
  const past = isContinued ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present: next, future: [], mark };
}

/** One step back; the same history where there is none. */
export function undo<State>(history: History<State>): History<State> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future] };
}

export function redo<State>(history: History<State>): History<State> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future };
}

import type { JoinDocument } from '../../lib/contract/join.ts';
import { changeAt, joinAt } from '../../lib/join/inner.ts';
import type { JoinSession, JoinState } from './join-session.ts';

/** What the screen needs of a session. */
export type EditableJoin = Pick<JoinSession, 'subscribe' | 'getState' | 'edit' | 'undo' | 'redo'>;

/** A join within the join of a session: its edits are edits of the whole, with one undo for all. */
export function innerSession(session: JoinSession, path: readonly string[]): EditableJoin {
  if (path.length === 0) return session;
  let whole: JoinState | undefined;
  let shown: JoinState = session.getState();
  return {
    subscribe: session.subscribe,
    getState() {
      const state = session.getState();
      if (state !== whole) shown = { ...state, document: joinAt(state.document, path) };
      whole = state;
      return shown;
    },
    edit: (words, change: (document: JoinDocument | undefined) => JoinDocument | undefined, mark) =>
      session.edit(words, (document) => changeAt(document, path, change), mark),
    undo: () => session.undo(),
    redo: () => session.redo(),
  };
}

/** How far a path still leads into joins. */
export function pathWithin(document: JoinDocument | undefined, path: readonly string[]): readonly string[] {
  const known = path.findIndex((_, index) => joinAt(document, path.slice(0, index + 1)) === undefined);
  return known < 0 ? path : path.slice(0, known);
}

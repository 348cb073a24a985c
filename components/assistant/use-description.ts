'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { AssistantActions } from './assistant-actions.ts';
import { DescriptionSession, type DescriptionState } from './description-session.ts';

const MOST_KEPT = 50;

const nothing: DescriptionState = { description: undefined, error: undefined, saveState: 'saved' };
const noSubscription = () => () => undefined;
const noState = () => nothing;

/** The description of a run; what is typed stays while other tabs are looked at. */
export function useDescription(runId: string | undefined, actions: AssistantActions) {
  const [sessions] = useState(() => new Map<string, DescriptionSession>());
  const session = runId === undefined ? undefined : sessionOf(sessions, runId, actions);
  const state = useSyncExternalStore(
    session?.subscribe ?? noSubscription,
    session?.getState ?? noState,
    session?.getState ?? noState,
  );
  useEffect(() => {
    if (session !== undefined && session.getState().description === undefined) void session.load();
  }, [session]);
  return { session, state };
}

function sessionOf(
  sessions: Map<string, DescriptionSession>,
  runId: string,
  actions: AssistantActions,
): DescriptionSession {
  const known = sessions.get(runId);
  if (known !== undefined) return known;
  const session = new DescriptionSession(runId, actions);
  sessions.set(runId, session);
  const oldest = sessions.keys().next().value;
  if (sessions.size > MOST_KEPT && oldest !== undefined) {
    void sessions.get(oldest)?.flush();
    sessions.delete(oldest);
  }
  return session;
}

'use client';

import { createContext, useContext } from 'react';
import type { WhoAmI } from '../../lib/contract/person.ts';

/** Who uses the page; undefined before anybody has signed in. */
export const WhoContext = createContext<WhoAmI | undefined>(undefined);

/** Whether it is somebody who sees the figures of other people. */
export function useIsTeamAdmin(): boolean {
  const { mode, person } = useWho();
  return mode === 'team' && person.role === 'admin';
}

/** Who uses the page: decides what it offers, never what is allowed. */
export function useWho(): WhoAmI {
  const who = useContext(WhoContext);
  if (who === undefined) throw new Error('useWho is for pages behind the sign-in');
  return who;
}

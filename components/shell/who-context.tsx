'use client';

import { createContext, useContext } from 'react';
import type { WhoAmI } from '../../lib/contract/person.ts';

/** Who uses the page; undefined before anybody has signed in. */
export const WhoContext = createContext<WhoAmI | undefined>(undefined);

/** Who uses the page: decides what it offers, never what is allowed. */
export function useWho(): WhoAmI {
  const who = useContext(WhoContext);
  if (who === undefined) throw new Error('useWho is for pages behind the sign-in');
  return who;
}

import type { ActionAnswer } from '../../lib/client/answer.ts';
import { failureOf } from '../../lib/client/fetch-json.ts';

/** Ends the session of this browser, then leaves for the sign-in page with nothing of the person left in memory. */
export async function signOut(): Promise<ActionAnswer<null>> {
  const response = await fetch('/api/access/sign-out', { method: 'POST' });
  if (!response.ok) throw await failureOf(response);
  window.location.assign('/sign-in');
  return { ok: true, value: null };
}

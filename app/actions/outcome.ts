import type { ErrorShape } from '../../lib/contract/errors.ts';
import { toJoineryError } from '../../server/errors.ts';
import { redactKnown } from '../../server/secrets/known-secrets.ts';
import { requireSession } from '../session.ts';

/** What every server action answers: thrown errors do not cross to the page with their message in production, so they travel as values. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorShape };

/** Checks the session, runs `action`, and turns what it throws into the error shape, without secrets. */
export async function outcomeOf<T>(action: () => Promise<T>): Promise<Outcome<T>> {
  try {
    await requireSession();
    return { ok: true, value: await action() };
  } catch (thrown) {
    const shape = toJoineryError(thrown).toShape();
    const hint = shape.hint === undefined ? {} : { hint: redactKnown(shape.hint) };
    return { ok: false, error: { ...shape, message: redactKnown(shape.message), ...hint } };
  }
}

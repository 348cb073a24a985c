import { z } from 'zod';
import { documentKindSchema } from '../contract/document.ts';
import type { Draft } from './draft.ts';

/**
 * Text that was not saved when the page went away, kept in this browser until the next visit. Only a net under the drafts on the server: it is
 * filled when the page hides, and emptied by the next save.
 */
const prefix = 'joinery.unsaved.';

const leftoverSchema = z.object({
  id: z.string(),
  version: z.number(),
  kind: documentKindSchema.default('statement'),
  title: z.string(),
  text: z.string(),
});
/** The same as JSON text; anything else in its place is dropped. */
const leftoverText = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(leftoverSchema);
export type Leftover = z.infer<typeof leftoverSchema>;

export function keepLeftover({ id, version, kind, content: { title, text } }: Draft): void {
  try {
    localStorage.setItem(prefix + id, JSON.stringify({ id, version, kind, title, text } satisfies Leftover));
  } catch {
    // Storage full or closed by the browser: the save that is on its way is then the only one.
  }
}

export function forgetLeftover(id: string): void {
  globalThis.localStorage?.removeItem(prefix + id);
}

/** All leftovers of this browser; those of other people who used it may be among them. */
export function allLeftovers(): Leftover[] {
  const found: Leftover[] = [];
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
    const parsed = leftoverText.safeParse(localStorage.getItem(key));
    if (parsed.success) found.push(parsed.data);
    else localStorage.removeItem(key);
  }
  return found;
}

/** Texts up to this length are read whole for suggestions. */
const WHOLE = 50_000;
const BEFORE = 30_000;
const BEHIND = 10_000;

/** The text with the cursor's place in it; of a long one, which would be read at every key, the part around the cursor, from the start of a line if there is one. */
export function nearCursor(text: string, offset: number): { readonly text: string; readonly offset: number } {
  if (text.length <= WHOLE) return { text, offset };
  const from = Math.max(0, offset - BEFORE);
  const line = from === 0 ? 0 : text.indexOf('\n', from) + 1;
  const start = line > 0 && line <= offset ? line : from;
  return { text: text.slice(start, offset + BEHIND), offset: offset - start };
}

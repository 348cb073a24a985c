import { tokenize } from '../../lib/sql/tokens.ts';

/**
 * What the comment at the cursor says, or the last one before it: lines of `--` that follow each other are one. Undefined if there is none. Comments are
 * taken out of the SQL that a model is sent; this one goes as words of the person who asks for it.
 */
export function commentAt(text: string, offset: number): string | undefined {
  const blocks: { start: number; end: number; words: string }[] = [];
  for (const { kind, start, end } of tokenize(text)) {
    if (kind !== 'comment') continue;
    const words = text
      .slice(start, end)
      .replace(/^(--+|#+|\/\*+)|\*+\/$/g, '')
      .trim();
    const before = blocks.at(-1);
    if (before !== undefined && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(before.end, start))) {
      before.end = end;
      before.words = `${before.words} ${words}`.trim();
    } else blocks.push({ start, end, words });
  }
  const near = blocks.findLast(({ start }) => start <= offset) ?? blocks[0];
  return near === undefined || near.words === '' ? undefined : near.words;
}

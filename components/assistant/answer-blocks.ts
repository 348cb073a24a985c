/** A model's Markdown as blocks to draw: paragraphs, lists and code. Everything else stays text; nothing becomes HTML. */
export type AnswerBlock =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string; readonly isComplete: boolean };

/** Works on a text that is still growing: code whose end has not come yet is not complete. */
export function answerBlocks(markdown: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  const lines = markdown.split('\n');
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    const fence = /^\s*```\s*(\w*)/.exec(line);
    if (fence !== null) {
      const end = lines.findIndex((other, place) => place > index && /^\s*```\s*$/.test(other));
      const text = lines.slice(index + 1, end < 0 ? undefined : end).join('\n');
      blocks.push({ kind: 'code', language: (fence[1] ?? '').toLowerCase(), text, isComplete: end >= 0 });
      index = end < 0 ? lines.length : end + 1;
      continue;
    }
    if (line.trim() === '') {
      index += 1;
      continue;
    }
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    if (heading !== null) {
      blocks.push({ kind: 'heading', text: heading[1] ?? '' });
      index += 1;
      continue;
    }
    const isItem = (text: string | undefined) => /^\s*(?:[-*]|\d+\.)\s+/.test(text ?? '');
    const isEnd = (text: string | undefined) =>
      text === undefined || text.trim() === '' || /^\s*```|^#{1,6}\s/.test(text);
    const begin = index;
    const isList = isItem(line);
    do index += 1;
    while (!isEnd(lines[index]) && isItem(lines[index]) === isList);
    const part = lines.slice(begin, index);
    if (isList) blocks.push({ kind: 'list', items: part.map((item) => item.replace(/^\s*(?:[-*]|\d+\.)\s+/, '')) });
    else blocks.push({ kind: 'text', text: part.join(' ') });
  }
  return blocks;
}

/** `**bold**`, `*emphasis*` and backquoted code within a line. */
export function inlineParts(
  text: string,
): { readonly kind: 'plain' | 'bold' | 'emphasis' | 'code'; readonly text: string }[] {
  return text
    .split(/(\*\*[^*]+\*\*|(?<![\p{L}\p{N}*(])\*[\p{L}\p{N}](?:[^*]*[\p{L}\p{N}.,!?])?\*(?![\p{L}\p{N}*)])|`[^`]+`)/u)
    .filter((part) => part !== '')
    .map((part) => {
      if (/^\*\*.+\*\*$/.test(part)) return { kind: 'bold', text: part.slice(2, -2) };
      if (/^\*[^*]+\*$/.test(part)) return { kind: 'emphasis', text: part.slice(1, -1) };
      if (/^`.+`$/.test(part)) return { kind: 'code', text: part.slice(1, -1) };
      return { kind: 'plain', text: part };
    });
}

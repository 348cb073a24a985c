import { diffLines } from 'diff';

export interface DiffLine {
  readonly id: number;
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Beyond this many changed lines two texts are shown as one going and the other coming. */
const mostEdits = 5000;

/** The lines of `after`, and in their place those of `before` that it no longer has. */
export function lineDiff(before: string, after: string): DiffLine[] {
  const changes = diffLines(withEnd(before), withEnd(after), { maxEditLength: mostEdits }) ?? [
    { value: withEnd(before), removed: true, added: false },
    { value: withEnd(after), removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  for (const { value, added, removed } of changes) {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    for (const text of value.replace(/\n$/, '').split('\n')) lines.push({ id: lines.length, kind, text });
  }
  return lines;
}

/** A last line without an end is the same line as one with it. */
const withEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

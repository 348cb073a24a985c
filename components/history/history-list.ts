import { isEnded, type Run } from '../../lib/contract/run.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { formatDayName } from '../../lib/format/time.ts';

const LONGEST_TITLE = 40;

/** Runs by day, in the order given. */
export function groupByDay(runs: readonly Run[], now: Date): { day: string; runs: Run[] }[] {
  const groups: { day: string; runs: Run[] }[] = [];
  for (const run of runs) {
    const day = formatDayName(run.startedAt, now);
    const group = groups.at(-1);
    if (group?.day === day) group.runs.push(run);
    else groups.push({ day, runs: [run] });
  }
  return groups;
}

/** A newer first page laid over what is loaded: new runs on top, known ones in their new state. */
export function mergeFirstPage(loaded: readonly Run[], firstPage: readonly Run[]): Run[] {
  const fresh = new Map(firstPage.map((run) => [run.id, run]));
  const known = new Set(loaded.map(({ id }) => id));
  return [...firstPage.filter(({ id }) => !known.has(id)), ...loaded.map((run) => fresh.get(run.id) ?? run)];
}

export const hasGoing = (runs: readonly Run[]): boolean => runs.some(({ status }) => !isEnded(status));

/** Characters of a statement that a row shows at most. */
const LONGEST_LINE = 300;

/** The statement in one line, without comments and blank lines while there is anything else. */
export function oneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '' && !line.startsWith('--'));
  return (said.length > 0 ? said : lines).join(' ').replace(/\s+/g, ' ').trim().slice(0, LONGEST_LINE);
}

/** Characters of a row's text that are seen on a narrow screen. */
const SEEN = 48;
/** Shown before a hit that would not be seen. */
const LEAD = 16;

/** The line of a run in a search: from a little before the first hit on, if a word of the search would not be seen otherwise. */
export function hitLine(text: string, words: readonly string[]): string {
  const line = oneLine(text);
  const begin = line.slice(0, SEEN).toLowerCase();
  const unseen = words.filter((word) => !begin.includes(word));
  if (unseen.length === 0) return line;
  const whole = text.replace(/\s+/g, ' ').trim();
  const places = unseen.map((word) => whole.toLowerCase().indexOf(word)).filter((place) => place >= 0);
  // What is not in the text is in the error below it.
  if (places.length === 0) return line;
  const from = whole.lastIndexOf(' ', Math.max(0, Math.min(...places) - LEAD)) + 1;
  return `${from === 0 ? '' : '… '}${whole.slice(from, from + LONGEST_LINE)}`;
}

/** Title of the tab that a run is opened in. */
export function titleOf(text: string): string {
  const line = oneLine(text);
  if (line === '') return 'From history';
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1)}…` : line;
}

/** How many rows a run gave; nothing for one that did not succeed. */
export function rowWords({ status, rows, truncated }: Run): string {
  if (status !== 'succeeded') return '';
  return truncated ? `${formatCount(rows)}+ rows` : formatCounted(rows, 'row');
}

/** Connections that a run read from, each once; before anything was planned, its native target. */
export function sourcesOf(run: Run): string[] {
  const sources = [...new Set(run.fetches.map(({ connection }) => connection))];
  return sources.length > 0 || run.target === 'federated' ? sources : [run.target];
}

import type { Run } from '../../lib/contract/run.ts';
import { holdsWords, searchWords } from '../../lib/format/search-words.ts';
import type { TitledTab } from './kept-inputs.ts';

/** As many are read one by one. */
const MOST = 20;

/** Runs whose rows the tabs show that have all words of `query` in their titles. */
export function runsByTitle(tabs: readonly TitledTab[], query: string): string[] {
  const words = searchWords(query);
  if (words.length === 0) return [];
  return tabs
    .filter(({ title }) => holdsWords(title, words))
    .flatMap(({ lastRunId }) => (lastRunId === undefined ? [] : [lastRunId]))
    .slice(0, MOST);
}

/** Results that can be joined: those found by title, newest first, then the others as they came, each once. */
export function withTitled(titled: readonly Run[], others: readonly Run[]): Run[] {
  const newestFirst = titled.toSorted((one, other) => other.startedAt.localeCompare(one.startedAt));
  const each = new Map([...newestFirst, ...others].map((run) => [run.id, run]));
  return [...each.values()].filter(
    ({ status, hasResult, resultExpiredAt }) => status === 'succeeded' && hasResult && resultExpiredAt === undefined,
  );
}

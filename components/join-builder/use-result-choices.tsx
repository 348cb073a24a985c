'use client';

import { Rows3 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { InputSource } from '../../lib/contract/join.ts';
import type { Run } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { formatClock } from '../../lib/format/time.ts';
import { fetchHistory, fetchRun } from '../history/fetch-history.ts';
import type { Choice } from './choice-list.tsx';
import type { TitledTab } from './kept-inputs.ts';
import { runsByTitle, withTitled } from './titled-results.ts';

const debounceMs = 150;

interface WantedResults {
  readonly query: string;
  readonly isWanted: boolean;
  /** Tabs whose titles name their results. */
  readonly tabs: readonly TitledTab[];
  onPick(source: InputSource): void;
}

/** Stored results, newest first: those of tabs of that title, then by words of the statement that gave them. */
export function useResultChoices({ query, isWanted, tabs, onPick }: WantedResults) {
  const [runs, setRuns] = useState<readonly Run[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!isWanted) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      Promise.all([
        fetchHistory({ q: query, status: 'succeeded', connection: undefined }, undefined, abort.signal),
        // A run that is gone from the history leaves the others to choose from.
        Promise.allSettled(runsByTitle(tabs, query).map(fetchRun)),
      ]).then(
        ([answer, titled]) => {
          if (abort.signal.aborted) return;
          const ofTitles = titled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
          setRuns(withTitled(ofTitles, answer.runs));
          setProblem(undefined);
        },
        (thrown: unknown) => {
          if (!abort.signal.aborted) setProblem(toErrorShape(thrown).message);
        },
      );
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, isWanted, tabs]);
  const titles = new Map(tabs.map(({ id, title }) => [id, title]));
  const choices = (runs ?? []).map((run): Choice => {
    const statement = run.text.replace(/\s+/g, ' ').slice(0, 120);
    const title = run.documentId === undefined ? undefined : titles.get(run.documentId);
    const size = `${formatCounted(run.rows, 'row')}${run.truncated ? ', cut' : ''} · ${formatClock(run.startedAt)}`;
    return {
      key: run.id,
      label: title ?? statement,
      isLong: true,
      icon: <Rows3 size={13} aria-hidden="true" />,
      detail: title === undefined ? size : `${size} · ${statement}`,
      run: () => onPick({ kind: 'result', runId: run.id }),
    };
  });
  const nothing =
    problem ??
    (runs === undefined
      ? 'Reading history…'
      : query.trim() === ''
        ? 'No stored result yet. Run a statement: its rows can then be joined.'
        : 'No stored result of that title or text.');
  return { choices, nothing };
}

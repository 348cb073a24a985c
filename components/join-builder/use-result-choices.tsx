'use client';

import { Rows3 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { InputSource } from '../../lib/contract/join.ts';
import type { Run } from '../../lib/contract/run.ts';
import { formatCounted } from '../../lib/format/number.ts';
import { formatClock } from '../../lib/format/time.ts';
import { fetchHistory } from '../history/fetch-history.ts';
import type { Choice } from './choice-list.tsx';

const debounceMs = 150;

/** Stored results, newest first, by words of the statement that gave them. */
export function useResultChoices(query: string, isWanted: boolean, onPick: (source: InputSource) => void) {
  const [runs, setRuns] = useState<readonly Run[]>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!isWanted) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      fetchHistory({ q: query, status: 'succeeded', connection: undefined }, undefined, abort.signal).then(
        (answer) => {
          setRuns(answer.runs.filter(({ hasResult }) => hasResult));
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
  }, [query, isWanted]);
  const choices = (runs ?? []).map(
    (run): Choice => ({
      key: run.id,
      label: run.text.replace(/\s+/g, ' ').slice(0, 120),
      isLong: true,
      icon: <Rows3 size={13} aria-hidden="true" />,
      detail: `${formatCounted(run.rows, 'row')}${run.truncated ? ', cut' : ''} · ${formatClock(run.startedAt)}`,
      run: () => onPick({ kind: 'result', runId: run.id }),
    }),
  );
  const nothing =
    problem ??
    (runs === undefined
      ? 'Reading history…'
      : query.trim() === ''
        ? 'No stored result yet. Run a statement: its rows can then be joined.'
        : 'No stored result of that text.');
  return { choices, nothing };
}

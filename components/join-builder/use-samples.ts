'use client';

import { useEffect, useState } from 'react';
import { joinExamples } from '../../lib/client/joins.ts';
import type { JoinDocument } from '../../lib/contract/join.ts';
import type { InputView } from './input-view.ts';

interface WantedSamples {
  readonly input: InputView;
  readonly column: string;
}

/** Kept for the page's life: a few values of a few columns. */
const known = new Map<string, Promise<readonly string[]>>();
const mostKnown = 500;

/** A few values of a column, once it is looked at; undefined while they are read, none where its source gives none. */
export function useSamples(wanted: WantedSamples | undefined): readonly string[] | undefined {
  const [samples, setSamples] = useState<{ readonly key: string; readonly values: readonly string[] }>();
  const key = wanted === undefined ? undefined : keyOf(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is wanted
  useEffect(() => {
    if (wanted === undefined || key === undefined) return;
    let isGone = false;
    // Values are an extra: a source that gives none leaves the rest of what is known.
    read(key, wanted)
      .catch((): readonly string[] => [])
      .then((values) => !isGone && setSamples({ key, values }));
    return () => {
      isGone = true;
    };
  }, [key]);
  return samples?.key === key ? samples?.values : undefined;
}

const keyOf = ({ input, column }: WantedSamples): string => JSON.stringify([input.source, column]);

function read(key: string, { input, column }: WantedSamples): Promise<readonly string[]> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const answer = joinExamples(selfJoin(input, column), 0, 0, new AbortController().signal).then(({ left }) =>
    left.examples.map((example) => example.before).slice(0, 5),
  );
  known.set(key, answer);
  answer.catch(() => known.delete(key));
  if (known.size > mostKnown) known.delete(known.keys().next().value ?? key);
  return answer;
}

/** Examples are asked for by key: the column joined to itself has it as one. */
function selfJoin({ source }: InputView, column: string): JoinDocument {
  const side = (input: string) => ({ input, column, normalisers: [] });
  return {
    version: 1,
    inputs: [
      { alias: 'a', source, filters: [] },
      { alias: 'b', source, filters: [] },
    ],
    steps: [{ kind: 'join', type: 'inner', keys: [{ left: side('a'), operator: '=', right: side('b') }] }],
    duplicates: 'prefix',
    coalesceKeys: false,
  };
}

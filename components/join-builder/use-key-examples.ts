'use client';

import { useEffect, useRef, useState } from 'react';
import { joinExamples } from '../../lib/client/joins.ts';
import type { JoinDocument, JoinKey } from '../../lib/contract/join.ts';
import type { JoinExamples } from '../../lib/contract/join-routes.ts';

const debounceMs = 400;

/** Examples of one key while it has normalisers; asked for again when they, or what they are applied to, change. */
export function useKeyExamples(
  document: JoinDocument,
  step: number,
  place: number,
  key: JoinKey,
): JoinExamples | undefined {
  const [found, setFound] = useState<{ readonly basis: string; readonly examples: JoinExamples }>();
  const newest = useRef(document);
  newest.current = document;
  const hasNormalisers = key.left.normalisers.length + key.right.normalisers.length > 0;
  const inputs = document.inputs.filter(({ alias }) => alias === key.left.input || alias === key.right.input);
  const basis = hasNormalisers ? JSON.stringify([key, inputs]) : undefined;
  useEffect(() => {
    if (basis === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      joinExamples(newest.current, step, place, abort.signal).then(
        (examples) => setFound({ basis, examples }),
        // What is wrong with the key is said at the key and by the X-ray.
        () => undefined,
      );
    }, debounceMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [basis, step, place]);
  return basis === undefined ? undefined : found?.examples;
}

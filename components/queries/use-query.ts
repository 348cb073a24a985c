'use client';

import { useCallback, useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { type QueryParts, readQuery } from './read-query.ts';

/** A query with its versions, links and comments. `reload` reads all of it anew and keeps what is shown meanwhile. */
export function useQuery(id: string) {
  const [parts, setParts] = useState<QueryParts>();
  const [error, setError] = useState<ErrorShape>();
  const [generation, setGeneration] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation asks again
  useEffect(() => {
    let isWanted = true;
    readQuery(id).then(
      (read) => {
        if (!isWanted) return;
        setParts(read);
        setError(undefined);
      },
      (thrown) => isWanted && setError(toErrorShape(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [id, generation]);
  return { parts, error, reload: useCallback(() => setGeneration((before) => before + 1), []) };
}

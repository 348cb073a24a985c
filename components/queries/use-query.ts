'use client';

import { useCallback, useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchQuery, fetchShares, fetchVersions } from '../../lib/client/queries.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query, QueryVersion, Share } from '../../lib/contract/query.ts';

export interface QueryParts {
  readonly query: Query;
  readonly versions: readonly QueryVersion[];
  readonly shares: readonly Share[];
}

/** A query with its versions and links. `reload` reads all of it anew and keeps what is shown meanwhile. */
export function useQuery(id: string) {
  const [parts, setParts] = useState<QueryParts>();
  const [error, setError] = useState<ErrorShape>();
  const [generation, setGeneration] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation asks again
  useEffect(() => {
    let isWanted = true;
    Promise.all([fetchQuery(id), fetchVersions(id), fetchShares(id)]).then(
      ([query, versions, shares]) => {
        if (!isWanted) return;
        setParts({ query, versions, shares });
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

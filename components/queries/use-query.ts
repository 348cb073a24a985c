'use client';

import { useCallback, useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchComments, fetchQuery, fetchShares, fetchVersions } from '../../lib/client/queries.ts';
import type { Comment } from '../../lib/contract/comment.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Query, QueryVersion, Share } from '../../lib/contract/query.ts';

export interface QueryParts {
  readonly query: Query;
  readonly versions: readonly QueryVersion[];
  readonly shares: readonly Share[];
  readonly comments: readonly Comment[];
}

/** A query with its versions, links and comments. `reload` reads all of it anew and keeps what is shown meanwhile. */
export function useQuery(id: string) {
  const [parts, setParts] = useState<QueryParts>();
  const [error, setError] = useState<ErrorShape>();
  const [generation, setGeneration] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation asks again
  useEffect(() => {
    let isWanted = true;
    Promise.all([fetchQuery(id), fetchVersions(id), fetchShares(id), fetchComments(id)]).then(
      ([query, versions, shares, comments]) => {
        if (!isWanted) return;
        setParts({ query, versions, shares, comments });
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

'use client';

import { useEffect, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { sqlOf } from '../../lib/client/queries.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { QueryVersion } from '../../lib/contract/query.ts';

/** The statement of a query; that of a join is asked from the server, and may fail when its tables are gone. */
export function useQuerySql({ kind, text }: Pick<QueryVersion, 'kind' | 'text'>) {
  const [sql, setSql] = useState(kind === 'statement' ? text : undefined);
  const [error, setError] = useState<ErrorShape>();
  useEffect(() => {
    if (kind === 'statement') {
      setSql(text);
      return;
    }
    let isWanted = true;
    sqlOf({ kind, text }).then(
      (written) => isWanted && setSql(written),
      (thrown) => isWanted && setError(toErrorShape(thrown)),
    );
    return () => {
      isWanted = false;
    };
  }, [kind, text]);
  return { sql, error };
}

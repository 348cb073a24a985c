import { useCallback, useEffect, useMemo, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ConnectionDetail } from '../../lib/contract/connection.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import { useConnections } from '../shell/connections-context.tsx';
import type { ConnectionActions } from './connection-actions.ts';

/** Connections with their options and policies; how they stand is kept as fresh as the rest of the page knows it. */
export function useConnectionDetails(list: ConnectionActions['list']) {
  const { connections, reload: reloadSummaries } = useConnections();
  const [kept, setKept] = useState<readonly ConnectionDetail[]>();
  const [error, setError] = useState<ErrorShape>();

  const reload = useCallback(async () => {
    try {
      const [answer] = await Promise.all([list(), reloadSummaries()]);
      setError(answer.ok ? undefined : answer.error);
      if (answer.ok) setKept(answer.value);
    } catch (thrown) {
      setError(toErrorShape(thrown));
    }
  }, [list, reloadSummaries]);
  useEffect(() => {
    void reload();
  }, [reload]);

  const details = useMemo(
    () =>
      kept?.map((detail) => {
        const summary = connections.find(({ id }) => id === detail.summary.id);
        return summary === undefined ? detail : { ...detail, summary };
      }),
    [kept, connections],
  );
  return { details, error, reload };
}

import { useCallback, useEffect, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import type { ConnectionTestAnswer, SaveConnection } from '../../lib/contract/connection.ts';
import { tryConnection } from './connection-actions.ts';

export interface ConnectionTest {
  /** Since when it has been going; undefined if none is. */
  readonly startedAt: number | undefined;
  readonly answer: ConnectionTestAnswer | undefined;
  start(request: SaveConnection): Promise<ConnectionTestAnswer | undefined>;
  stop(): void;
  forget(): void;
}

/** One try at a time; leaving the form ends it, at the source too. */
export function useConnectionTest(): ConnectionTest {
  const [startedAt, setStartedAt] = useState<number>();
  const [answer, setAnswer] = useState<ConnectionTestAnswer>();
  const going = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => going.current?.abort(), []);

  const stop = useCallback(() => {
    going.current?.abort();
    going.current = undefined;
    setStartedAt(undefined);
  }, []);
  const start = useCallback(
    async (request: SaveConnection) => {
      going.current?.abort();
      const controller = new AbortController();
      going.current = controller;
      setAnswer(undefined);
      setStartedAt(Date.now());
      try {
        const found = await tryConnection(request, controller.signal);
        if (controller.signal.aborted) return undefined;
        setAnswer(found);
        return found;
      } catch (thrown) {
        if (controller.signal.aborted) return undefined;
        const failed = { error: toErrorShape(thrown) };
        setAnswer(failed);
        return failed;
      } finally {
        if (going.current === controller) stop();
      }
    },
    [stop],
  );
  const forget = useCallback(() => setAnswer(undefined), []);
  return { startedAt, answer, start, stop, forget };
}

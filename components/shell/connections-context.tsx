'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { toErrorShape } from '../../lib/client/answer.ts';
import { fetchConnections } from '../../lib/client/catalog.ts';
import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';

export interface ConnectionsValue {
  readonly connections: readonly ConnectionSummary[];
  readonly configPath: string;
  /** True until the first answer. */
  readonly isLoading: boolean;
  readonly error: ErrorShape | undefined;
  /** Grows when metadata may have changed: readers of the catalog fetch again. */
  readonly generation: number;
  reload(): Promise<void>;
  byId(id: string): ConnectionSummary | undefined;
}

const Context = createContext<ConnectionsValue | undefined>(undefined);

/** While some connection is still being introspected the list is asked for this often. */
const pollMs = 1000;
/** Otherwise now and then, so that a source which came back is seen. */
const idlePollMs = 30_000;

/** Keeps the list of connections, with their states, for the whole page. */
export function ConnectionsProvider({ children }: { readonly children: ReactNode }) {
  const [connections, setConnections] = useState<readonly ConnectionSummary[]>([]);
  const [configPath, setConfigPath] = useState('');
  const [isLoading, setIsLoading] = useState(true);
  const [error, setError] = useState<ErrorShape>();
  const [generation, setGeneration] = useState(0);
  const seen = useRef('');

  const reload = useCallback(async () => {
    try {
      const answer = await fetchConnections();
      const print = JSON.stringify(answer);
      setError(undefined);
      if (print !== seen.current) {
        seen.current = print;
        setConnections(answer.connections);
        setConfigPath(answer.configPath);
        setGeneration((before) => before + 1);
      }
    } catch (thrown) {
      setError(toErrorShape(thrown));
    } finally {
      setIsLoading(false);
    }
  }, []);

  useEffect(() => {
    void reload();
  }, [reload]);

  const isUnsettled = error !== undefined || connections.some(({ status }) => ['unknown', 'loading'].includes(status));
  useEffect(() => {
    const timer = setInterval(
      () => document.visibilityState === 'visible' && void reload(),
      isUnsettled ? pollMs : idlePollMs,
    );
    return () => clearInterval(timer);
  }, [isUnsettled, reload]);

  const value = useMemo<ConnectionsValue>(
    () => ({
      connections,
      configPath,
      isLoading,
      error,
      generation,
      reload,
      byId: (id) => connections.find((connection) => connection.id.toLowerCase() === id.toLowerCase()),
    }),
    [connections, configPath, isLoading, error, generation, reload],
  );
  return <Context value={value}>{children}</Context>;
}

export function useConnections(): ConnectionsValue {
  const value = useContext(Context);
  if (value === undefined) throw new Error('useConnections needs a ConnectionsProvider above it');
  return value;
}

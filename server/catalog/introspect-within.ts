import type { Connector, Introspection } from '../connectors/connector.ts';
import { Cancelled, JoineryError } from '../errors.ts';

/**
 * The source's own account of its tables, within a time limit that holds even for a connector which does not listen to its signal. Throws
 * `source_timeout`, `Cancelled` when `signal` ends it, or the connector's error.
 */
export async function introspectWithin(
  connector: Connector,
  timeMs: number,
  signal: AbortSignal,
): Promise<Introspection> {
  const limit = new AbortController();
  const tooLong = (): JoineryError =>
    new JoineryError('source_timeout', `${connector.id} did not tell its tables within ${timeMs / 1000} s.`, {
      connection: connector.id,
      hint: 'If it needs longer, raise limits.introspectTime in config.yaml.',
    });
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(tooLong());
    limit.abort();
  }, timeMs);
  const onAbort = (): void => {
    reject(new Cancelled());
    limit.abort();
  };
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    // A race keeps a rejection of the loser from being unhandled.
    return await Promise.race([ended, connector.introspect(limit.signal)]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

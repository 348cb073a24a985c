/** Connectors that note what is fetched through them. */
import type { Connector, FetchRequest, Session } from '../../server/connectors/connector.ts';

export interface SeenFetch {
  readonly source: string;
  readonly request: FetchRequest;
}

export function observed(connector: Connector, see: (fetch: SeenFetch) => void): Connector {
  const openSession = async (options: Parameters<Connector['openSession']>[0]): Promise<Session> => {
    const session = await connector.openSession(options);
    return new Proxy(session, {
      get(target, key) {
        if (key === 'fetch')
          return (request: FetchRequest, signal: AbortSignal) => {
            see({ source: connector.id, request });
            return target.fetch(request, signal);
          };
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  return new Proxy(connector, {
    get(target, key) {
      if (key === 'openSession') return openSession;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

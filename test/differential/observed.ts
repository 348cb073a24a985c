/** Connectors that note what is fetched through them. */
import type { BlockDialect, BlockQuery } from '../../server/connectors/block.ts';
import type { Connector, Dialect, FetchRequest, Session } from '../../server/connectors/connector.ts';

export interface SeenFetch {
  readonly source: string;
  readonly request: FetchRequest;
  /** What the SQL of a block request was written from. */
  readonly block?: BlockQuery | undefined;
  /** Where it came by ranges over several connections: whether groups were torn apart by that, or all values of a column came together. Known once its stream is open. */
  readonly ranges?: 'whole' | 'parts' | 'columns';
  /** Whether its rows came packed. Known then too. */
  readonly isPacked?: boolean;
}

export function observed(connector: Connector, see: (fetch: SeenFetch) => void): Connector {
  const blocks = new Map<string, BlockQuery>();
  const dialect = observedDialect(connector.dialect, (sql, query) => blocks.set(sql, query));
  const openSession = async (options: Parameters<Connector['openSession']>[0]): Promise<Session> => {
    const session = await connector.openSession(options);
    return overlay(session, {
      fetch: async (request, signal) => {
        const block = request.kind === 'block' ? blocks.get(request.sql) : undefined;
        const seen: { -readonly [Key in keyof SeenFetch]: SeenFetch[Key] } = { source: connector.id, request, block };
        see(seen);
        const stream = await session.fetch(request, signal);
        seen.isPacked = stream.kind === 'packed';
        if (stream.kind !== 'relation' && stream.sentAs !== undefined)
          seen.ranges =
            stream.isInParts === true
              ? 'parts'
              : stream.sentAs.endsWith('values of a column together')
                ? 'columns'
                : 'whole';
        return stream;
      },
    });
  };
  return overlay(connector, { dialect, openSession });
}

function observedDialect(dialect: Dialect, see: (sql: string, query: BlockQuery) => void): Dialect {
  const { block } = dialect;
  if (block === undefined) return dialect;
  const render: BlockDialect['render'] = (query) => {
    const rendered = block.render(query);
    if ('sql' in rendered) see(rendered.sql, query);
    return rendered;
  };
  return overlay(dialect, { block: overlay(block, { render }) });
}

/** `target` with some members changed; its methods keep their own `this`. */
function overlay<T extends object>(target: T, changes: Partial<T>): T {
  return new Proxy(target, {
    get(_, key) {
      if (Object.hasOwn(changes, key)) return Reflect.get(changes, key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

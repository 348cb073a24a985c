import type { ConnectionSummary } from '../../lib/contract/catalog.ts';
import type { Fetch } from '../../lib/contract/run.ts';

export type Connections = readonly ConnectionSummary[];

/** A connection by id, whatever its case; undefined if the configuration no longer has it. */
export const connectionOf = (connections: Connections, id: string): ConnectionSummary | undefined =>
  connections.find((connection) => connection.id.toLowerCase() === id.toLowerCase());

/** Everything a run read from one connection. */
export interface SourceTotal {
  readonly connection: string;
  readonly rows: number;
  readonly bytes: number;
  /** The longest of its fetches: they go side by side. */
  readonly ms: number;
  readonly isCapped: boolean;
}

export function totalsBySource(fetches: readonly Fetch[]): SourceTotal[] {
  const totals = new Map<string, SourceTotal>();
  for (const { connection, rows, bytes, ms, capped } of fetches) {
    const before = totals.get(connection);
    totals.set(connection, {
      connection,
      rows: (before?.rows ?? 0) + rows,
      bytes: (before?.bytes ?? 0) + bytes,
      ms: Math.max(before?.ms ?? 0, ms),
      isCapped: capped || (before?.isCapped ?? false),
    });
  }
  return [...totals.values()];
}

/** The catalog of stored results in SQL. */
const isStored = (connection: string): boolean => connection === 'results';
type Named = Pick<Fetch, 'connection' | 'relation' | 'title'>;

/** Where a fetch reads from, as people call it. */
export const sourceName = (connection: string): string => (isStored(connection) ? 'stored result' : connection);

const BLOCK = /^block: /;
/** The source joined, grouped or sorted there: a part of the statement of its own. */
export const isBlock = ({ relation }: Pick<Fetch, 'relation'>): boolean => BLOCK.test(relation);

/** What it reads there: `public.orders`, the tables of a part of the statement that the source answered, or the title of a stored result. */
export const relationName = ({ relation, title }: Named): string =>
  title ?? (relation === 'native' ? 'native statement' : relation.replace(BLOCK, ''));

/** `orders` instead of `public.orders`. */
export const shortRelation = (fetch: Named): string =>
  isStored(fetch.connection) ? relationName(fetch) : (relationName(fetch).split('.').at(-1) ?? fetch.relation);

export const fetchStates: Readonly<Record<Fetch['status'], string>> = {
  planned: 'planned',
  waiting: 'waiting',
  running: 'reading',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};

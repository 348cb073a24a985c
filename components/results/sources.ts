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

/** `orders` instead of `public.orders`: the short name of a fetched relation. */
export const shortRelation = (relation: string): string =>
  relation === 'native' ? 'native statement' : (relation.split('.').at(-1) ?? relation);

export const fetchStates: Readonly<Record<Fetch['status'], string>> = {
  planned: 'planned',
  waiting: 'waiting',
  running: 'reading',
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
};

/**
 * Large tables are read by ranges of their pages over several connections of one exported snapshot: docs/decisions/0010. Needs TID range scans
 * (PostgreSQL 14) and a plain heap table that the server would read from end to end anyway.
 */
import type pg from 'pg';
import { canMerge, partingOf, partQuery } from '../block-parting.ts';
import type { FetchRequest, TableInfo } from '../connector.ts';
import type { Predicate } from '../predicate.ts';
import { standardString } from '../render-predicate.ts';
import { shortenKeys } from '../shorten-keys.ts';
import { postgresBlocks } from './block.ts';
import { quoteIdentifier, selectSql } from './dialect.ts';

/** More ranges than connections: pages are not equally full, and who is done early takes the next. */
const RANGES_PER_CONNECTION = 4;

/** What of a request could be read by ranges of pages: a table's rows, or a whole block in parts. */
export interface Divisible {
  readonly table: TableInfo;
  readonly isInParts: boolean;
  /** What the server is asked to explain. */
  readonly explained: string;
  /** `condition` is given the alias of the table, with its point. */
  sql(condition: (qualifier: string) => string): string | undefined;
}

/** Undefined if it must go in one piece, by what the catalog knows. */
export function divisible(request: FetchRequest, minBytes: number): Divisible | undefined {
  const made =
    request.kind === 'table' ? divisibleTable(request) : request.kind === 'block' ? divisibleBlock(request) : undefined;
  const isLarge = made?.table.kind === 'table' && (made.table.sizeBytes ?? 0) >= minBytes;
  return isLarge ? made : undefined;
}

const isOneRow = (filter: Predicate, { primaryKey, uniqueKeys }: TableInfo): boolean =>
  filter.kind === 'comparison' &&
  filter.operator === '=' &&
  [primaryKey, ...uniqueKeys].some((key) => key.length === 1 && key[0] === filter.column);

function divisibleTable(request: Extract<FetchRequest, { kind: 'table' }>): Divisible | undefined {
  const { table, limit, filters } = request;
  // One row by its key is found in the index: the server need not be asked.
  if (limit !== undefined || filters.some((filter) => isOneRow(filter, table))) return undefined;
  const explained = selectSql({ ...request, filters: filters.map(shortenKeys) });
  return { table, isInParts: false, explained, sql: (condition) => selectSql(request, condition('')) };
}

/** Of one table only: what another one adds would be read again for each range. */
function divisibleBlock(request: Extract<FetchRequest, { kind: 'block' }>): Divisible | undefined {
  const parting = partingOf(request);
  const [first, ...others] = parting?.query.sources ?? [];
  if (parting === undefined || first === undefined || others.length > 0 || !canMerge(request)) return undefined;
  const part = partQuery(parting, false);
  return {
    table: first.table,
    isInParts: true,
    explained: request.sql,
    sql(condition) {
      const rendered = postgresBlocks.render(part, { source: 0, condition: (alias) => condition(`${alias}.`) });
      return 'refused' in rendered ? undefined : rendered.sql;
    },
  };
}

/** The statements that together send what is asked for; none where the table cannot be split, or an index or the server's own workers do better. */
export async function rangeStatements(
  client: pg.Client,
  request: Divisible,
  connections: number,
): Promise<readonly string[]> {
  const scan = await scanOf(client, request);
  if (scan === undefined) return [];
  const { pages, isJoined } = scan;
  const count = connections * (isJoined ? 1 : RANGES_PER_CONNECTION);
  const statements = Array.from({ length: count }, (_, index) => {
    const first = Math.floor((pages * index) / count);
    const next = Math.floor((pages * (index + 1)) / count);
    // The last one is open: it has what the table has grown by.
    return request.sql((qualifier) => {
      const until = index === count - 1 ? '' : ` AND ${qualifier}ctid < '(${next},0)'::tid`;
      return `${qualifier}ctid >= '(${first},0)'::tid${until}`;
    });
  });
  const known = statements.filter((statement) => statement !== undefined);
  return known.length === count ? known : [];
}

/** A plain table that the server would read from end to end. */
interface Scan {
  readonly pages: number;
  /** Its rows are looked up in a table of hashes, which is built again for each range. */
  readonly isJoined: boolean;
}

/** Undefined for what has no ranges of pages: parents of other tables, foreign tables, other kinds of storage, older servers. Both questions go in one message. */
async function scanOf(client: pg.Client, { table, explained }: Divisible): Promise<Scan | undefined> {
  const name = standardString(`${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`);
  const size = `SELECT pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::int8
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_am a ON a.oid = c.relam
      WHERE c.oid = pg_catalog.to_regclass(${name}) AND c.relkind = 'r' AND NOT c.relhassubclass AND a.amname = 'heap'
        AND current_setting('server_version_num')::int >= 140000`;
  const answers: unknown = await client.query({
    text: `${size}; EXPLAIN (FORMAT JSON) ${explained}`,
    rowMode: 'array',
  });
  const [sizes, plans] = answers as readonly { readonly rows: readonly (readonly unknown[])[] }[];
  const pages = Number(sizes?.rows[0]?.[0] ?? 0);
  const way = wayOf(plans?.rows[0]?.[0], table.name);
  return pages > 0 && way !== undefined ? { pages, isJoined: way === 'join' } : undefined;
}

interface PlanNode {
  readonly 'Node Type'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Total Cost'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Beside the scan, building the hashes must take little: each connection does it. */
const HASHES_SHARE = 1 / 3;

/** Whether the table is read from end to end by one process, and only grouped and sorted then, or looked up in what is small beside it. */
function wayOf(explained: unknown, table: string): 'scan' | 'join' | undefined {
  const [plan] = (explained ?? []) as readonly { readonly Plan?: PlanNode }[];
  let node = plan?.Plan;
  while (
    node !== undefined &&
    ['Aggregate', 'Group', 'Sort'].includes(node['Node Type'] ?? '') &&
    node.Plans?.length === 1
  )
    node = node.Plans[0];
  if (node?.['Node Type'] === 'Seq Scan') return 'scan';
  const [outer, hashes] = node?.['Node Type'] === 'Hash Join' ? (node.Plans ?? []) : [];
  if (outer?.['Node Type'] !== 'Seq Scan' || outer['Relation Name'] !== table) return undefined;
  return (hashes?.['Total Cost'] ?? Infinity) <= (outer['Total Cost'] ?? 0) * HASHES_SHARE ? 'join' : undefined;
}

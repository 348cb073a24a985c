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
  /** The same of one range. */
  explainedRange(condition: PagesCondition): string | undefined;
  sql(condition: PagesCondition): string | undefined;
}

/** Is given the alias of the table, with its point. */
type PagesCondition = (qualifier: string) => string;

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
  const short = { ...request, filters: filters.map(shortenKeys) };
  return {
    table,
    isInParts: false,
    explained: selectSql(short),
    explainedRange: (condition) => selectSql(short, condition('')),
    sql: (condition) => selectSql(request, condition('')),
  };
}

/** Of one table only: what another one adds would be read again for each range. */
function divisibleBlock(request: Extract<FetchRequest, { kind: 'block' }>): Divisible | undefined {
  const parting = partingOf(request);
  const [first, ...others] = parting?.query.sources ?? [];
  if (parting === undefined || first === undefined || others.length > 0 || !canMerge(request)) return undefined;
  const part = partQuery(parting, false);
  const sql = (condition: PagesCondition): string | undefined => {
    const rendered = postgresBlocks.render(part, { source: 0, condition: (alias) => condition(`${alias}.`) });
    return 'refused' in rendered ? undefined : rendered.sql;
  };
  return { table: first.table, isInParts: true, explained: request.sql, explainedRange: sql, sql };
}

/**
 * The statements that together send what is asked for; none where the table cannot be split, or an index or the server's own workers do better. `mostPages` of one range are kept to where
 * scans are divided, as more of them cost nothing; `areWithin` says so.
 */
export async function rangeStatements(
  client: pg.Client,
  request: Divisible,
  connections: number,
  mostPages = Number.POSITIVE_INFINITY,
): Promise<{ readonly statements: readonly string[]; readonly areWithin: boolean }> {
  const whole = await pagesAndPlan(client, request);
  if (whole === undefined) return none;
  const { pages, plan } = whole;
  const way = wayOf(plan, request.table.name);
  const byRange = way ?? (await wayOfRange(client, request, whole, connections));
  if (byRange === undefined) return none;
  const isJoin = byRange === 'join';
  const least = Number.isFinite(mostPages) ? Math.ceil(pages / mostPages) : 0;
  const count = isJoin ? connections : Math.max(connections * RANGES_PER_CONNECTION, least);
  const statements = Array.from({ length: count }, (_, index) => request.sql(pagesOf(pages, index, count)));
  const known = statements.filter((statement) => statement !== undefined);
  return known.length === count ? { statements: known, areWithin: count >= least } : none;
}

const none = { statements: [], areWithin: false };

/** The last range is open: it has what the table has grown by. */
function pagesOf(pages: number, index: number, count: number): PagesCondition {
  const first = Math.floor((pages * index) / count);
  const next = Math.floor((pages * (index + 1)) / count);
  return (qualifier) => {
    const until = index === count - 1 ? '' : ` AND ${qualifier}ctid < '(${next},0)'::tid`;
    return `${qualifier}ctid >= '(${first},0)'::tid${until}`;
  };
}

interface PlanNode {
  readonly 'Node Type'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Total Cost'?: number;
  readonly 'Plan Rows'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface PagesAndPlan {
  readonly pages: number;
  readonly plan: PlanNode | undefined;
}

/** Undefined for what has no ranges of pages: parents of other tables, foreign tables, other kinds of storage, older servers. Both questions go in one message. */
async function pagesAndPlan(client: pg.Client, { table, explained }: Divisible): Promise<PagesAndPlan | undefined> {
  const name = standardString(`${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`);
  const size = `SELECT pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::int8
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_am a ON a.oid = c.relam
      WHERE c.oid = pg_catalog.to_regclass(${name}) AND c.relkind = 'r' AND NOT c.relhassubclass AND a.amname = 'heap'
        AND current_setting('server_version_num')::int >= 140000`;
  const answers: unknown = await client.query({
    text: `${size}; ${explain(explained)}`,
    rowMode: 'array',
  });
  const [sizes, plans] = answers as readonly Answer[];
  const pages = Number(sizes?.rows[0]?.[0] ?? 0);
  return pages > 0 ? { pages, plan: planIn(plans) } : undefined;
}

const explain = (sql: string): string => `EXPLAIN (FORMAT JSON) ${sql}`;

interface Answer {
  readonly rows: readonly (readonly unknown[])[];
}

const planIn = (answer: Answer | undefined): PlanNode | undefined =>
  ((answer?.rows[0]?.[0] ?? []) as readonly { readonly Plan?: PlanNode }[])[0]?.Plan;

/** Beside the scan, building the hashes must take little: each connection does it. */
const HASHES_SHARE = 1 / 3;

/** Whether the table is read from end to end by one process, and only grouped and sorted then, or looked up in what is small beside it. */
function wayOf(plan: PlanNode | undefined, table: string): 'scan' | 'join' | undefined {
  let node = plan;
  while (
    node !== undefined &&
    ['Aggregate', 'Group', 'Sort'].includes(node['Node Type'] ?? '') &&
    node.Plans?.length === 1
  )
    node = node.Plans[0];
  if (node?.['Node Type'] === 'Seq Scan') return 'scan';
  const [outer, hashes] = node?.['Node Type'] === 'Hash Join' ? (node.Plans ?? []) : [];
  const isScan = ['Seq Scan', 'Tid Range Scan'].includes(outer?.['Node Type'] ?? '');
  if (!isScan || outer?.['Relation Name'] !== table) return undefined;
  return (hashes?.['Total Cost'] ?? Infinity) <= (outer?.['Total Cost'] ?? 0) * HASHES_SHARE ? 'join' : undefined;
}

/** So many rows of each page are found through an index that reading all pages is no more work, whatever is cached and whatever the server is told that a page costs. */
const ROWS_OF_PAGE = 4;

/** In one piece the server goes row by row through an index; in ranges it may do better with a table of hashes, as each connection reads a part only. */
async function wayOfRange(
  client: pg.Client,
  { table, explainedRange }: Divisible,
  { pages, plan }: PagesAndPlan,
  connections: number,
): Promise<'join' | undefined> {
  if (plan?.['Node Type'] !== 'Nested Loop' || (plan['Plan Rows'] ?? 0) < pages * ROWS_OF_PAGE) return undefined;
  const part = explainedRange(pagesOf(pages, 0, connections));
  if (part === undefined) return undefined;
  const asked: Answer = await client.query({ text: explain(part), rowMode: 'array' });
  const ofPart = planIn(asked);
  const isBetter = (ofPart?.['Total Cost'] ?? Infinity) < (plan['Total Cost'] ?? 0);
  return isBetter && wayOf(ofPart, table.name) === 'join' ? 'join' : undefined;
}

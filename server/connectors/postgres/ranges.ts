/**
 * Large tables are read by ranges of their pages over several connections of one exported snapshot: docs/decisions/0010. Needs TID range scans
 * (PostgreSQL 14) and a plain heap table that the server would read from end to end anyway.
 */
import type pg from 'pg';
import type { TableRequest } from '../connector.ts';
import { shortenKeys } from '../shorten-keys.ts';
import { quoteIdentifier, selectSql } from './dialect.ts';

/** Size of a table from which a second connection pays for being opened. */
const MIN_BYTES = 32 * 1_048_576;
/** More ranges than connections: pages are not equally full, and who is done early takes the next. */
const RANGES_PER_CONNECTION = 4;

/** Whether the table might be worth it, by what the catalog knows. */
export function mayBeSplit({ table, limit }: TableRequest): boolean {
  return limit === undefined && table.kind === 'table' && (table.sizeBytes ?? 0) >= MIN_BYTES;
}

/** The statements that together send what `request` asks for; one alone where the table cannot be split, or an index or the server's own workers do better. */
export async function rangeStatements(
  client: pg.Client,
  request: TableRequest,
  connections: number,
): Promise<string[]> {
  const pages = await heapPages(client, request);
  if (pages === undefined || !(await isScan(client, request))) return [selectSql(request)];
  const count = connections * RANGES_PER_CONNECTION;
  return Array.from({ length: count }, (_, index) => {
    const first = Math.floor((pages * index) / count);
    const next = Math.floor((pages * (index + 1)) / count);
    // The last one is open: it has what the table has grown by.
    const until = index === count - 1 ? '' : ` AND ctid < '(${next},0)'::tid`;
    return selectSql(request, `ctid >= '(${first},0)'::tid${until}`);
  });
}

/** Pages of a plain table; undefined for what has no ranges of them: parents of other tables, foreign tables, other kinds of storage, older servers. */
async function heapPages(client: pg.Client, { table }: TableRequest): Promise<number | undefined> {
  const answer = await client.query<[string]>({
    text: `SELECT pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::int8
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_am a ON a.oid = c.relam
      WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind = 'r' AND NOT c.relhassubclass AND a.amname = 'heap'
        AND current_setting('server_version_num')::int >= 140000`,
    values: [`${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`],
    rowMode: 'array',
  });
  const pages = Number(answer.rows[0]?.[0] ?? 0);
  return pages > 0 ? pages : undefined;
}

async function isScan(client: pg.Client, request: TableRequest): Promise<boolean> {
  const filters = request.filters.map(shortenKeys);
  const answer = await client.query<[unknown]>({
    text: `EXPLAIN (FORMAT JSON) ${selectSql({ ...request, filters })}`,
    rowMode: 'array',
  });
  const plans = (answer.rows[0]?.[0] ?? []) as readonly { readonly Plan?: { readonly 'Node Type'?: string } }[];
  return plans[0]?.Plan?.['Node Type'] === 'Seq Scan';
}

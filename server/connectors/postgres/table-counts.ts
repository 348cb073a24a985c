/**
 * What the server itself counts for a table in the running transaction: rows read and pages touched. Any account may ask; asked along with BEGIN and
 * ROLLBACK it costs no round trip. Rows that parallel workers read are not in it.
 */
import type { TableInfo } from '../connector.ts';
import { standardString } from '../render-predicate.ts';
import { quoteIdentifier } from './dialect.ts';

export interface TableCounts {
  readonly rowsRead: number;
  readonly bytesProcessed: number;
}

export function tableCountsSql({ schema, name }: TableInfo): string {
  const table = `pg_catalog.to_regclass(${standardString(`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`)})::oid`;
  return `SELECT sum(read)::float8 AS rows, (sum(blocks) * current_setting('block_size')::int8)::float8 AS bytes FROM (
    SELECT pg_stat_get_xact_tuples_returned(t) + pg_stat_get_xact_tuples_fetched(t) AS read, pg_stat_get_xact_blocks_fetched(t) AS blocks
    FROM (SELECT ${table} AS t) AS own
    UNION ALL SELECT pg_stat_get_xact_tuples_fetched(indexrelid), pg_stat_get_xact_blocks_fetched(indexrelid)
    FROM pg_catalog.pg_index WHERE indrelid = ${table}) AS counts`;
}

/** Reads the answer of `tableCountsSql` among the answers of several statements. */
export function tableCounts(answers: unknown): TableCounts | undefined {
  for (const answer of Array.isArray(answers) ? answers : [answers]) {
    const row: unknown = (answer as { rows?: unknown[] }).rows?.[0];
    if (typeof row !== 'object' || row === null || !('rows' in row) || !('bytes' in row)) continue;
    if (typeof row.rows === 'number' && typeof row.bytes === 'number') {
      return { rowsRead: row.rows, bytesProcessed: row.bytes };
    }
  }
  return undefined;
}

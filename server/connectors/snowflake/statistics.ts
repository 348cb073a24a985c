/** Snowflake's own figures of a query, from its history. */
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import type { QueryText } from './dialect.ts';
import { textLiteral } from './literals.ts';

type Row = Readonly<Record<string, string | null>>;

export async function queryFigures(
  ask: (query: QueryText) => Promise<readonly Row[]>,
  queryId: string,
): Promise<SourceStatistics | undefined> {
  const sql = `SELECT WAREHOUSE_NAME, EXECUTION_TIME, QUEUED_OVERLOAD_TIME, QUEUED_PROVISIONING_TIME, QUEUED_REPAIR_TIME, BYTES_SCANNED
    FROM TABLE(INFORMATION_SCHEMA.QUERY_HISTORY_BY_SESSION(RESULT_LIMIT => 1000)) WHERE QUERY_ID = ${textLiteral(queryId)}`;
  const [row] = await ask({ sql, binds: [] });
  const number = (name: string) => (row?.[name] == null ? undefined : Number(row[name]));
  const queued = ['QUEUED_OVERLOAD_TIME', 'QUEUED_PROVISIONING_TIME', 'QUEUED_REPAIR_TIME'].map(number);
  const all = {
    queryId,
    warehouse: row?.WAREHOUSE_NAME ?? undefined,
    serverMs: number('EXECUTION_TIME'),
    queueMs: row === undefined ? undefined : queued.reduce<number>((sum, time) => sum + (time ?? 0), 0),
    bytesProcessed: number('BYTES_SCANNED'),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

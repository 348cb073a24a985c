/** The narrow columns that are kept in DuckDB, and rows of SQLite as chunks of them. */
import {
  BIGINT,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  UBIGINT,
  UTINYINT,
  VARCHAR,
} from '@duckdb/node-api';
import { BATCH_ROWS, type Values } from './figure-source.ts';

type Convert = (value: Values[number]) => DuckDBValue;
interface Column {
  readonly name: string;
  readonly type: DuckDBType;
  readonly convert?: Convert;
}

export const OUTCOMES = ['succeeded', 'failed', 'cancelled'] as const;

const toOutcome: Convert = (value) => OUTCOMES.findIndex((outcome) => value === outcome);
const toFingerprint: Convert = (value) => fingerprintNumber(String(value));

export const fingerprintNumber = (hex: string): bigint => BigInt(`0x${hex}`);
export const fingerprintHex = (value: bigint): string => value.toString(16).padStart(16, '0');

const shared: readonly Column[] = [
  { name: 'runRow', type: BIGINT },
  { name: 'startedMs', type: BIGINT },
  { name: 'fingerprint', type: UBIGINT, convert: toFingerprint },
  { name: 'outcome', type: UTINYINT, convert: toOutcome },
];
const columns = (names: readonly string[], type: DuckDBType): Column[] => names.map((name) => ({ name, type }));

const tables = {
  run: [
    ...shared,
    ...columns(['totalMs', 'queueMs', 'planMs', 'sourceMs'], DOUBLE),
    ...columns(['fetchedRows', 'fetchedBytes'], BIGINT),
  ],
  source: [
    ...shared,
    ...columns(['connection'], VARCHAR),
    ...columns(['ms'], DOUBLE),
    ...columns(['rows', 'bytes'], BIGINT),
    ...columns(['serverMs', 'sourceQueueMs'], DOUBLE),
    ...columns(['bytesBilled'], BIGINT),
  ],
} satisfies Record<string, readonly Column[]>;

export async function createTables(connection: DuckDBConnection): Promise<void> {
  for (const [table, list] of Object.entries(tables)) {
    await connection.run(`CREATE TABLE ${table} (${list.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
  }
}

export async function append(
  connection: DuckDBConnection,
  table: keyof typeof tables,
  rows: readonly Values[],
): Promise<void> {
  if (rows.length === 0) return;
  const list: readonly Column[] = tables[table];
  const appender = await connection.createAppender(table);
  try {
    for (let start = 0; start < rows.length; start += BATCH_ROWS) {
      const part = rows.slice(start, start + BATCH_ROWS);
      const chunk = DuckDBDataChunk.create(list.map(({ type }) => type));
      chunk.setColumns(
        list.map(({ convert }, index) =>
          part.map((row) => {
            const value = row[index] ?? null;
            return convert === undefined || value === null ? value : convert(value);
          }),
        ),
      );
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

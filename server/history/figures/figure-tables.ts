/** The narrow columns that are kept in DuckDB, and how they are read from the lines that SQLite writes. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { SEPARATOR } from './figure-source.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  /** From the text of a value; a cast where none is given. */
  readonly read?: (text: string) => string;
}

export const OUTCOMES = ['succeeded', 'failed', 'cancelled'] as const;

export const fingerprintNumber = (hex: string): bigint => BigInt(`0x${hex}`);
export const fingerprintHex = (value: bigint): string => value.toString(16).padStart(16, '0');

const shared: readonly Column[] = [
  { name: 'runRow', type: 'BIGINT' },
  { name: 'startedMs', type: 'BIGINT' },
  { name: 'fingerprint', type: 'UBIGINT', read: (text) => `CAST('0x' || ${text} AS UBIGINT)` },
  {
    name: 'outcome',
    type: 'UTINYINT',
    read: (text) => `list_position([${OUTCOMES.map((name) => `'${name}'`).join(', ')}], ${text}) - 1`,
  },
  { name: 'owner', type: 'VARCHAR' },
];
const columns = (names: readonly string[], type: string): Column[] => names.map((name) => ({ name, type }));

const tables = {
  run: [
    ...shared,
    ...columns(['totalMs', 'queueMs', 'planMs', 'sourceMs'], 'DOUBLE'),
    ...columns(['fetchedRows', 'fetchedBytes'], 'BIGINT'),
  ],
  source: [
    ...shared,
    ...columns(['connection'], 'VARCHAR'),
    ...columns(['ms'], 'DOUBLE'),
    ...columns(['rows', 'bytes'], 'BIGINT'),
    ...columns(['serverMs', 'sourceQueueMs'], 'DOUBLE'),
    ...columns(['bytesBilled'], 'BIGINT'),
  ],
} satisfies Record<string, readonly Column[]>;

type Table = keyof typeof tables;

export async function createTables(connection: DuckDBConnection): Promise<void> {
  for (const [table, list] of Object.entries(tables)) {
    await connection.run(`CREATE TABLE ${table} (${list.map(({ name, type }) => `"${name}" ${type}`).join(', ')})`);
  }
}

/** Adds the rows of lines that `FigureSource` wrote. */
export async function addLines(connection: DuckDBConnection, table: Table, lines: string): Promise<void> {
  if (lines === '') return;
  const list: readonly Column[] = tables[table];
  const values = list.map(({ type, read }, index) => {
    const text = `parts[${index + 1}]`;
    return read?.(text) ?? `CAST(nullif(${text}, '') AS ${type})`;
  });
  await connection.run(
    `INSERT INTO ${table} SELECT ${values.join(', ')} FROM (SELECT string_split(unnest(string_split($lines, chr(10))), '${SEPARATOR}') AS parts)`,
    { lines },
  );
}

/** The narrow columns that are kept in DuckDB, and how they are read from the lines that SQLite writes. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { type Batch, SEPARATOR } from './figure-source.ts';

interface Column {
  readonly name: string;
  readonly type: string;
  /** From the text of a value; a cast where none is given. */
  readonly read?: (text: string) => string;
}

export const OUTCOMES = ['succeeded', 'failed', 'cancelled'] as const;

export const fingerprintNumber = (hex: string): bigint => BigInt(`0x${hex}`);
export const fingerprintHex = (value: bigint): string => value.toString(16).padStart(16, '0');

const row: Column = { name: 'runRow', type: 'BIGINT' };
/** Of a run, and of each of its sources. */
const shared: readonly Column[] = [
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

const own = {
  run: [
    ...columns(['totalMs', 'queueMs', 'planMs', 'sourceMs', 'waitMs', 'transferMs'], 'DOUBLE'),
    ...columns(['fetchedRows', 'fetchedBytes'], 'BIGINT'),
  ],
  source: [
    ...columns(['connection'], 'VARCHAR'),
    ...columns(['ms', 'waitMs', 'transferMs'], 'DOUBLE'),
    ...columns(['rows', 'bytes'], 'BIGINT'),
    ...columns(['serverMs', 'sourceQueueMs'], 'DOUBLE'),
    ...columns(['bytesBilled'], 'BIGINT'),
  ],
} satisfies Record<string, readonly Column[]>;

export async function createTables(connection: DuckDBConnection): Promise<void> {
  for (const [table, list] of Object.entries(own)) {
    const all = [row, ...shared, ...list].map(({ name, type }) => `"${name}" ${type}`);
    await connection.run(`CREATE TABLE ${table} (${all.join(', ')})`);
  }
}

/** Adds the rows of lines that `FigureSource` wrote. */
export async function addLines(connection: DuckDBConnection, { runs, sources, firstRow }: Batch): Promise<void> {
  if (runs === '') return;
  await connection.run(`INSERT INTO run ${valuesOf([row, ...shared, ...own.run])}`, { lines: runs });
  if (sources === '') return;
  // The runs have just been added: what a source shares with its run comes from there.
  const names = shared.map(({ name }) => `run."${name}"`);
  await connection.run(
    `INSERT INTO source SELECT line."runRow", ${names.join(', ')}, line.* EXCLUDE ("runRow")
      FROM (${valuesOf([row, ...own.source])}) AS line JOIN run ON run."runRow" = line."runRow" AND run."runRow" >= ${firstRow}`,
    { lines: sources },
  );
}

/** A SELECT of the values in `$lines`. */
function valuesOf(list: readonly Column[]): string {
  const values = list.map(({ name, type, read }, index) => {
    const text = `parts[${index + 1}]`;
    return `${read?.(text) ?? `CAST(nullif(${text}, '') AS ${type})`} AS "${name}"`;
  });
  return `SELECT ${values.join(', ')} FROM (SELECT string_split(unnest(string_split($lines, chr(10))), '${SEPARATOR}') AS parts)`;
}

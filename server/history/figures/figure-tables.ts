/** The narrow columns that are kept in DuckDB, and rows of SQLite as chunks of them. */
import {
  BIGINT,
  DOUBLE,
  type DuckDBAppender,
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

const outcomeNames: readonly string[] = OUTCOMES;

const toOutcome: Convert = (value) => outcomeNames.indexOf(String(value));
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

/** Appends rows to both tables; what was appended is there after `flush`. The caller closes it. */
export class FigureAppender {
  readonly #appenders: Readonly<Record<keyof typeof tables, DuckDBAppender>>;

  private constructor(run: DuckDBAppender, source: DuckDBAppender) {
    this.#appenders = { run, source };
  }

  static async open(connection: DuckDBConnection): Promise<FigureAppender> {
    return new FigureAppender(await connection.createAppender('run'), await connection.createAppender('source'));
  }

  append(table: keyof typeof tables, rows: readonly Values[]): void {
    const list: readonly Column[] = tables[table];
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
      this.#appenders[table].appendDataChunk(chunk);
    }
  }

  flush(): void {
    for (const appender of Object.values(this.#appenders)) appender.flushSync();
  }

  close(): void {
    for (const appender of Object.values(this.#appenders)) appender.closeSync();
  }
}

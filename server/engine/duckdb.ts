import { type DuckDBConnection, DuckDBInstance, type DuckDBPreparedStatement } from '@duckdb/node-api';
import { Recent } from './recent.ts';

/** Characters. */
const REMEMBERED = 32_000_000;
const remembered = new Recent<readonly (string | null)[]>(REMEMBERED);

/**
 * First row of a query as strings and nulls, for small technical questions whose answer depends on nothing but their text and values, whatever
 * the connection: it is remembered, so that a statement that is run again is not parsed again.
 */
export async function firstRow(
  connection: DuckDBConnection,
  sql: string,
  values: Record<string, string> = {},
): Promise<readonly (string | null)[]> {
  const question = [sql, ...Object.values(values).map((value) => `${value.length}:${value}`)].join('\n');
  const known = remembered.get(question);
  if (known !== undefined) return known;
  const reader = await (Object.keys(values).length === 0
    ? connection.runAndReadAll(sql)
    : withPrepared(connection, sql, async (prepared) => {
        prepared.bind(values);
        return prepared.runAndReadAll();
      }));
  const row = (reader.getRowsJson()[0] ?? []).map((value) => (value === null ? null : String(value)));
  remembered.set(
    question,
    row,
    row.reduce((length, value) => length + (value?.length ?? 0), 0),
  );
  return row;
}

/** Questions that were prepared and are not being asked just now. Whoever closes a connection closes them with it. */
const prepared = new WeakMap<DuckDBConnection, Map<string, DuckDBPreparedStatement[]>>();

/** Preparing takes longer than many an answer, so what takes values is prepared once. */
async function withPrepared<Answer>(
  connection: DuckDBConnection,
  sql: string,
  ask: (statement: DuckDBPreparedStatement) => Promise<Answer>,
): Promise<Answer> {
  const known = prepared.get(connection) ?? new Map<string, DuckDBPreparedStatement[]>();
  prepared.set(connection, known);
  const idle = known.get(sql) ?? [];
  known.set(sql, idle);
  const statement = idle.pop() ?? (await connection.prepare(sql));
  try {
    return await ask(statement);
  } finally {
    idle.push(statement);
  }
}

const stringOrBareNumber = /"(?:[^"\\]|\\.)*"|-?Infinity|-?NaN/g;

/** JSON as DuckDB writes it: infinities and NaN, which JSON has no words for, become the texts `inf`, `-inf` and `nan`. */
export function parseDuckDBJson(
  json: string,
  reviver?: (key: string, value: unknown, context?: { source?: string }) => unknown,
): unknown {
  if (!json.includes('Infinity') && !json.includes('NaN')) return JSON.parse(json, reviver);
  const words: Readonly<Record<string, string>> = {
    Infinity: '"inf"',
    '-Infinity': '"-inf"',
    NaN: '"nan"',
    '-NaN': '"nan"',
  };
  return JSON.parse(
    json.replaceAll(stringOrBareNumber, (part) => words[part] ?? part),
    reviver,
  );
}

/** Whether JSON holds a number, or a text like one, that is more than a whole number of 15 digits: read as a number of JS it might be another one. */
export const losesDigits = (json: string): boolean =>
  /\d{16}|[:,[]-?\d+[.eE]|[:,[]-(?:0|Infinity)|NaN|Infinity/.test(json);

export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** An in-memory DuckDB that cannot reach files, extensions or the network, for parsing and planning. */
export async function createClosedInstance(memoryBytes: number): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${Math.floor(memoryBytes / 1_048_576)}MiB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    enable_external_access: 'false',
  });
}

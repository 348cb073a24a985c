/**
 * Rows of one fetch as chunks of CSV, made one at a time: between two chunks of one fetch the reader can serve any other, all in the same read
 * transaction. A whole-table read goes by ranges of rowids, where SQLite itself glues thousands of records to one value; anything else
 * goes row by row.
 */
import { isUtf8 } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Refusal } from './reader-database.ts';
import { changedFault, Fault, isTooBig } from './reader-faults.ts';
import type { ReadPlan } from './reader-protocol.ts';

export interface Chunk {
  readonly bytes: Buffer;
  readonly rows: number;
}

const CHUNK_BYTES = 256 * 1024;
const MAX_RANGE_ROWS = 4000;
const FIRST_RANGE_ROWS = 200;
const LINE_END = Buffer.from('\n');

export function* readRows(database: DatabaseSync, plan: ReadPlan): Generator<Chunk, void> {
  try {
    const ranges = prepareRanges(database, plan);
    if (ranges === undefined) yield* rowByRow(prepareRows(database, plan), plan);
    else yield* rangeByRange(ranges);
  } catch (error) {
    if (error instanceof Refusal) throw refusalFault(plan, error);
    throw error;
  }
}

function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  return statement;
}

function prepareRows(database: DatabaseSync, plan: ReadPlan): StatementSync {
  let failure: unknown;
  for (const sql of plan.rowsSql) {
    try {
      return prepare(database, sql);
    } catch (error) {
      failure = error;
    }
  }
  throw new Fault(changedFault(failure));
}

/** Undefined where SQLite would use an index, or where the table has no rowid. */
function prepareRanges(database: DatabaseSync, plan: ReadPlan): StatementSync | undefined {
  if (plan.ranges === undefined) return undefined;
  try {
    const steps = prepare(database, plan.ranges.explainSql).all() as unknown as unknown[][];
    if (steps.length !== 1 || !/^SCAN /.test(String(steps[0]?.[3]))) return undefined;
    return prepare(database, plan.ranges.rangeSql);
  } catch {
    // Not a table with a rowid, or changed: reading row by row finds out which, and says so.
    return undefined;
  }
}

function* rangeByRange(statement: StatementSync): Generator<Chunk, void> {
  let from = -(2n ** 63n);
  let rangeRows = FIRST_RANGE_ROWS;
  for (;;) {
    let range: unknown[];
    try {
      range = statement.get(from, BigInt(rangeRows)) as unknown as unknown[];
    } catch (error) {
      if (!isTooBig(error) || rangeRows === 1) throw error;
      rangeRows = Math.max(1, Math.floor(rangeRows / 16));
      continue;
    }
    const [scanned, last, kept, lines] = range;
    if (lines !== null) {
      const bytes = bytesOf(lines);
      yield { bytes: Buffer.concat([bytes, LINE_END]), rows: Number(kept) };
      rangeRows = nextRangeRows(rangeRows, bytes.length);
    } else rangeRows = MAX_RANGE_ROWS;
    if (Number(scanned) === 0 || typeof last !== 'bigint' || last === 2n ** 63n - 1n) return;
    from = last + 1n;
  }
}

/** As many rows as make a chunk, going up by at most double. */
function nextRangeRows(rows: number, bytes: number): number {
  const wanted = Math.floor((rows * CHUNK_BYTES) / Math.max(1, bytes));
  return Math.max(1, Math.min(wanted, rows * 2, MAX_RANGE_ROWS));
}

function* rowByRow(statement: StatementSync, plan: ReadPlan): Generator<Chunk, void> {
  let parts: Buffer[] = [];
  let bytes = 0;
  let total = 0;
  const rows = statement.iterate(...plan.parameters) as unknown as Iterable<readonly unknown[]>;
  const chunk = (): Chunk => ({ bytes: Buffer.concat(parts, bytes), rows: parts.length / 2 });
  for (const row of rows) {
    if (total === plan.limit) break;
    const line = bytesOf(row[0]);
    parts.push(line, LINE_END);
    bytes += line.length + 1;
    total += 1;
    if (bytes < CHUNK_BYTES) continue;
    yield chunk();
    parts = [];
    bytes = 0;
  }
  if (bytes > 0) yield chunk();
}

/** SQLite hands bytes over where the database is UTF-8, so that text which is not can be refused; in UTF-16 databases it hands text over. */
function bytesOf(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) return Buffer.from(String(value));
  if (!isUtf8(value))
    throw new Fault({
      code: 'source_value',
      message: 'A text value is not valid UTF-8.',
      hint: 'Find it with hex(column), and mend it, or read the column as BLOB after CAST(column AS BLOB) in a native statement.',
    });
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

function refusalFault(plan: ReadPlan, refusal: Refusal): Fault {
  const column = plan.columns[refusal.column];
  const name = column?.name ?? `column ${refusal.column + 1}`;
  const row = refusal.rowid === undefined ? 'a row' : `the row with rowid ${refusal.rowid}`;
  const where =
    plan.table === undefined ? `Column "${name}" of the result` : `Column "${name}" of table "${plan.table}"`;
  const hint =
    plan.table === undefined
      ? 'Say the type in the statement, for instance CAST(... AS TEXT).'
      : `Mend the value, or set columnTypes: { "${plan.table}.${name}": VARCHAR } on the connection to read the column as text.`;
  return new Fault({
    code: 'source_value',
    message: `${where} holds a value in ${row} that is not ${described(column?.sourceType ?? '')}.`,
    hint,
  });
}

const described = (sourceType: string) => (sourceType === '' ? 'of its type' : `a valid ${sourceType}`);

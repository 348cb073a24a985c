/**
 * The process that reads one SQLite file. `node:sqlite` is synchronous and cannot be interrupted, so reading happens here, and a stop that
 * cannot wait ends the process: the operating system then lets go of the file's locks. It ends by itself when its input closes.
 */
import type { DatabaseSync } from 'node:sqlite';
import { introspect } from './introspect.ts';
import { forbidAllButReading, openDatabase } from './reader-database.ts';
import { Fault, readFault, statementFault } from './reader-faults.ts';
import {
  type Answers,
  type DescribedColumn,
  type Envelope,
  encodeHeader,
  frameKind,
  type ReaderFault,
} from './reader-protocol.ts';
import { type Chunk, readRows } from './reader-rows.ts';

interface Open {
  readonly database: DatabaseSync;
  readonly facts: Answers['open'];
}

let open: Open | undefined;
const fetches = new Map<number, Generator<Chunk, void>>();

function send(kind: number, id: number, rows: number, payload: Uint8Array): void {
  process.stdout.write(encodeHeader(kind, id, rows, payload.length));
  if (payload.length > 0) process.stdout.write(payload);
}

const sendJson = (kind: number, id: number, value: unknown) => send(kind, id, 0, Buffer.from(JSON.stringify(value)));

function database(): Open {
  if (open === undefined) throw new Fault({ code: 'internal', message: 'The reader has no file open.' });
  return open;
}

function closeAll(): void {
  for (const fetch of fetches.values()) fetch.return();
  fetches.clear();
  open?.database.close();
  open = undefined;
}

function prepareProven(sql: string) {
  const { database: db } = database();
  const errorOf = (text: string): string | undefined => {
    try {
      db.prepare(text);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
  };
  try {
    const statement = db.prepare(sql);
    statement.setReturnArrays(true);
    statement.setReadBigInts(true);
    return statement;
  } catch (error) {
    throw new Fault(statementFault(error, sql, errorOf));
  }
}

function describedColumns(sql: string): DescribedColumn[] {
  return prepareProven(sql)
    .columns()
    .map((column) => ({
      name: column.name,
      declared: column.type ?? undefined,
      table: column.table ?? undefined,
      column: column.column ?? undefined,
    }));
}

const storageClass = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return 'real';
  return typeof value === 'string' ? 'text' : 'blob';
};

function peek(sql: string, wantedRows: number): string[][] {
  const seen: Set<string>[] = [];
  let rows = 0;
  for (const row of prepareProven(sql).iterate() as unknown as Iterable<readonly unknown[]>) {
    for (const [index, value] of row.entries()) {
      seen[index] ??= new Set();
      seen[index].add(storageClass(value));
    }
    rows += 1;
    if (rows >= wantedRows) break;
  }
  return seen.map((classes) => [...classes]);
}

function pull(id: number): void {
  const fetch = fetches.get(id);
  if (fetch === undefined) return;
  try {
    const next = fetch.next();
    if (next.done !== true) {
      send(frameKind.rows, id, next.value.rows, next.value.bytes);
      return;
    }
    fetches.delete(id);
    send(frameKind.end, id, 0, new Uint8Array());
  } catch (error) {
    fetches.delete(id);
    sendJson(frameKind.fault, id, readFault(error));
  }
}

function answer(command: Envelope): Answers[Envelope['op']] {
  switch (command.op) {
    case 'open': {
      closeAll();
      open = openDatabase(command.path, command.busyTimeoutMs);
      return open.facts;
    }
    case 'introspect':
      return introspect(database().database, database().facts, command.columnTypes);
    case 'describe':
      forbidAllButReading(database().database);
      return describedColumns(command.sql);
    case 'peek':
      forbidAllButReading(database().database);
      return peek(command.sql, command.rows);
    case 'start':
      forbidAllButReading(database().database);
      fetches.set(command.id, readRows(database().database, command.plan));
      return null;
    case 'stop':
      fetches.get(command.fetch)?.return();
      fetches.delete(command.fetch);
      return null;
    case 'close':
      closeAll();
      return null;
    case 'pull':
      return null;
  }
}

function handle(line: string): void {
  const command = JSON.parse(line) as Envelope;
  if (command.op === 'pull') {
    pull(command.fetch);
    return;
  }
  try {
    sendJson(frameKind.answer, command.id, answer(command));
  } catch (error) {
    const fault: ReaderFault = error instanceof Fault ? error.fault : readFault(error);
    sendJson(frameKind.fault, command.id, fault);
  }
}

let partial = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text: string) => {
  const lines = (partial + text).split('\n');
  partial = lines.pop() ?? '';
  for (const line of lines) handle(line);
});
process.stdin.on('end', () => process.exit(0));
// The parent has gone: nobody waits for what is left.
process.stdout.on('error', () => process.exit(0));

/** Moves an installation from SQLite to PostgreSQL: all rows of a data folder's `joinery.sqlite` into an empty database, or none. */
import { existsSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type pg from 'pg';
import type { DatabaseConfig } from '../../config/config.ts';
import { JoineryError } from '../../errors.ts';
import { openDatabase } from '../database.ts';
import { makeUp } from '../make-up.ts';
import { applyMigrations, databasePath } from '../migrate.ts';
import { openTextIndexes } from '../run-text.ts';
import { connectOnce, placeOf } from './connection.ts';
import { migratePostgres } from './migrate.ts';

/** Who is at work, and tries to sign in, of the last minutes. */
const PASSING: ReadonlySet<string> = new Set(['Server', 'SignInAttempt', '_prisma_migrations']);
/** Places in SQLite's text index: PostgreSQL has none, and numbers rows itself. */
const ITS_OWN: ReadonlySet<string> = new Set(['searchRow']);
const BATCH_ROWS = 500;
const BATCH_CHARACTERS = 4_000_000;

interface Table {
  readonly name: string;
  /** Type by column. */
  readonly columns: ReadonlyMap<string, string>;
  /** Tables that its rows refer to. */
  readonly needs: readonly string[];
}

/**
 * Answers the rows by table. The file is brought to this version first and stays. Throws `not_found` without a file, `conflict` while a server has the file
 * open or if the database holds anything.
 */
export async function copyFromFile(dataDir: string, database: DatabaseConfig): Promise<ReadonlyMap<string, number>> {
  const file = databasePath(dataDir);
  if (!existsSync(file)) throw new JoineryError('not_found', `There is no joinery.sqlite in ${dataDir}.`);
  await makeReady(dataDir);
  await migratePostgres(database);
  const source = new DatabaseSync(file, { timeout: 2_000 });
  const client = await connectOnce(database);
  try {
    takeAlone(source, dataDir);
    await client.query('BEGIN');
    const tables = inOrder(await tablesOf(client));
    await refuseFull(client, tables, placeOf(database));
    const copied = new Map<string, number>();
    for (const table of tables) copied.set(table.name, await copyTable(source, client, table));
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return copied;
  } finally {
    source.close();
    // What was not committed goes with the session.
    await client.end();
  }
}

/** What PostgreSQL holds is never made up for: fingerprints and figures of earlier versions' runs have to be there before. */
async function makeReady(dataDir: string): Promise<void> {
  // Throws for a damaged file, which opening it alone would put aside.
  await applyMigrations(dataDir);
  const client = await openDatabase({ dataDir });
  try {
    await openTextIndexes(client);
    await makeUp(client);
  } finally {
    await client.$disconnect();
  }
}

/** Leaving WAL needs the file for itself: with a server at work in it, what that one writes from now on would be lost. */
function takeAlone(source: DatabaseSync, dataDir: string): void {
  try {
    const answered = source.prepare('PRAGMA journal_mode = DELETE').get()?.journal_mode;
    if (answered !== 'delete') throw new Error(`The journal mode stays ${answered}`);
    source.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    throw new JoineryError('conflict', `A server is at work in ${dataDir}.`, { hint: 'Stop it first.', cause });
  }
}

async function tablesOf(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: Record<string, string>; needs: string[] }>(`
    SELECT c.relname AS name, json_object_agg(a.attname, a.atttypid::regtype::text) AS columns,
      ARRAY(SELECT f.relname::text FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid WHERE k.conrelid = c.oid AND k.contype = 'f') AS needs
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace GROUP BY c.oid, c.relname ORDER BY 1`);
  return rows
    .filter(({ name }) => !PASSING.has(name))
    .map(({ name, columns, needs }) => ({ name, columns: new Map(Object.entries(columns)), needs }));
}

/** Those that others refer to first. */
function inOrder(tables: readonly Table[]): Table[] {
  const [ordered, left] = [new Map<string, Table>(), [...tables]];
  while (left.length > 0) {
    const at = left.findIndex(({ name, needs }) => needs.every((one) => one === name || ordered.has(one)));
    const [next] = left.splice(Math.max(at, 0), 1);
    if (next !== undefined) ordered.set(next.name, next);
  }
  return [...ordered.values()];
}

async function refuseFull(client: pg.Client, tables: readonly Table[], place: string): Promise<void> {
  const asked = tables.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM "${name}")`);
  const { rows } = await client.query<{ name: string }>(asked.join(' UNION ALL '));
  if (rows.length === 0) return;
  throw new JoineryError('conflict', `The database at ${place} holds something already (${rows[0]?.name}).`, {
    hint: 'Rows are only copied into an empty database: make a new one, and start no server over it before.',
  });
}

async function copyTable(source: DatabaseSync, client: pg.Client, { name, columns }: Table): Promise<number> {
  const select = source.prepare(`SELECT * FROM "${name}"`);
  select.setReadBigInts(true);
  const chosen = select
    .columns()
    .map((column) => column.name)
    .filter((column) => columns.has(column) && !ITS_OWN.has(column));
  const list = chosen.map((column) => `"${column}"`).join(', ');
  const insert = `INSERT INTO "${name}" (${list}) SELECT ${list} FROM json_populate_recordset(NULL::"${name}", $1)`;
  let [count, characters, batch]: [number, number, string[]] = [0, 0, []];
  const send = async (): Promise<void> => {
    if (batch.length > 0) count += (await client.query(insert, [`[${batch.join(',')}]`])).rowCount ?? 0;
    [characters, batch] = [0, []];
  };
  for (const row of select.iterate()) {
    const text = JSON.stringify(
      Object.fromEntries(chosen.map((column) => [column, textOf(row[column], columns.get(column) ?? '')])),
    );
    batch.push(text);
    characters += text.length;
    if (batch.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await send();
  }
  await send();
  return count;
}

/** As PostgreSQL reads it for a column of that type. It has no NUL sign. */
function textOf(value: SQLOutputValue | undefined, type: string): string | null {
  if (value === null || value === undefined) return null;
  if (type.startsWith('timestamp') && typeof value !== 'string') return new Date(Number(value)).toISOString();
  return String(value).replaceAll('\0', '\uFFFD');
}

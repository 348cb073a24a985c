/** Files that are cut, replaced, removed or damaged after the catalog was read, or while a run reads them: the old answer, the new one, or an error in words. */
import { copyFile, mkdir, mkdtemp, open, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { duckdbDriver } from '../../server/connectors/duckdb/index.ts';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { sqliteDriver } from '../../server/connectors/sqlite/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';

const ROWS = 60_000;
const sum = (ROWS * (ROWS + 1)) / 2;
const statement = (table: string) => `SELECT count(*) AS n, sum(id) AS s, max(note) AS m FROM ${table}`;
const right = [[String(ROWS), String(sum), 'x'.repeat(60)]];

let folder: string;
let engine: EngineOver;
const file = (name: string) => path.join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-file-faults-'));
  await mkdir(file('web'));
  const instance = await DuckDBInstance.create(file('sales.duckdb'));
  const duckdb = await instance.connect();
  await duckdb.run(`CREATE TABLE orders AS SELECT range + 1 AS id, repeat('x', 60) AS note FROM range(${ROWS})`);
  for (const [ending, format] of [
    ['csv', 'csv, HEADER true'],
    ['parquet', 'parquet'],
    ['jsonl', 'json'],
  ])
    await duckdb.run(`COPY orders TO '${file(`web/${ending}_orders.${ending}`)}' (FORMAT ${format})`);
  duckdb.closeSync();
  instance.closeSync();
  const sqlite = new DatabaseSync(file('crm.sqlite'));
  sqlite.exec('CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT); BEGIN');
  const insert = sqlite.prepare('INSERT INTO orders VALUES (?, ?)');
  for (let id = 1; id <= ROWS; id += 1) insert.run(id, 'x'.repeat(60));
  sqlite.exec('COMMIT');
  sqlite.close();
  const context = contextOf(folder);
  engine = await engineOver(
    {
      web: filesDriver.create(filesDriver.optionsSchema.parse({ path: 'web' }), context('web')),
      crm: sqliteDriver.create(sqliteDriver.optionsSchema.parse({ path: 'crm.sqlite' }), context('crm')),
      sales: duckdbDriver.create(duckdbDriver.optionsSchema.parse({ path: 'sales.duckdb' }), context('sales')),
    },
    folder,
  );
});
afterEach(async () => {
  expect((await readdir(folder)).filter((name) => name.startsWith('run-'))).toEqual([]);
  await engine.close();
});

const sources = [
  ['web', 'web.csv_orders', 'web/csv_orders.csv'],
  ['web', 'web.parquet_orders', 'web/parquet_orders.parquet'],
  ['web', 'web.jsonl_orders', 'web/jsonl_orders.jsonl'],
  ['crm', 'crm.orders', 'crm.sqlite'],
  ['sales', 'sales.orders', 'sales.duckdb'],
] as const;

const ending = async (text: string): Promise<unknown> => {
  const [outcome] = await Promise.allSettled([engine.rows(text)]);
  return outcome.status === 'fulfilled' ? outcome.value.rows : outcome.reason;
};

/** Writes nonsense over `bytes` bytes from the middle on. */
async function damage(name: string, bytes = 4096): Promise<void> {
  const { size } = await stat(file(name));
  const handle = await open(file(name), 'r+');
  await handle.write(Buffer.alloc(bytes, 0xa5), 0, bytes, Math.floor(size / 2));
  await handle.close();
}

describe.each(sources)('%s: %s', (connection, table, name) => {
  it('removed ends in words', async () => {
    expect(await ending(statement(table))).toEqual(right);
    await rm(file(name));
    const outcome = await ending(statement(table));
    expect(outcome).toMatchObject({ name: 'JoineryError', connection });
    expect((outcome as { hint?: string }).hint).toBeTruthy();
  });

  it('cut in half ends in words, or has the rows that are left', async () => {
    const { size } = await stat(file(name));
    await truncate(file(name), Math.floor(size / 2));
    const outcome = await ending(statement(table));
    // Text that is cut at a line's end is a shorter file, and nothing else.
    if (Array.isArray(outcome)) expect(name).toMatch(/csv|jsonl/);
    else expect(outcome).toMatchObject({ name: 'JoineryError', connection });
  });

  it('replaced by something else ends in words', async () => {
    await writeFile(file(name), 'a,b\n1,2\n');
    expect(await ending(statement(table))).toMatchObject({ name: 'JoineryError', connection });
  });

  it('damaged in the middle ends in words, and works when it is whole again', async () => {
    await copyFile(file(name), file('kept'));
    await damage(name, 65_536);
    const outcome = await ending(statement(table));
    expect(outcome).not.toEqual(right);
    expect(outcome).toMatchObject({ name: 'JoineryError', connection });
    await copyFile(file('kept'), file(name));
    expect(await ending(statement(table))).toEqual(right);
  });

  it('changed while it is read gives the old answer, the new one, or an error', async () => {
    const running = ending(statement(table));
    // At once: the run is between its plan and its last row.
    await rm(file(name));
    const outcome = await running;
    if (Array.isArray(outcome)) expect(outcome).toEqual(right);
    else expect(outcome).toMatchObject({ name: 'JoineryError', connection });
  });

  it('cut in place while it is read ends in words, or has the rows of before or those that are left', async () => {
    await copyFile(file(name), file('kept'));
    const { size } = await stat(file(name));
    const running = ending(statement(table));
    await truncate(file(name), Math.floor(size / 2));
    const outcome = await running;
    if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ name: 'JoineryError', connection });
    else if (!/csv|jsonl/.test(name)) expect(outcome).toEqual(right);
    // The process lives, and nothing of the cut file is remembered.
    await copyFile(file('kept'), file(name));
    expect(await ending(statement(table))).toEqual(right);
  });
});

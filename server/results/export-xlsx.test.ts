import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Cell, sheetRows } from '../connectors/files/xlsx/sheet-rows.ts';
import { openWorkbook } from '../connectors/files/xlsx/workbook.ts';
import { sampleFetch } from '../history/testing/sample-run.ts';
import { exportXlsx } from './export-xlsx.ts';
import { ResultDatabase } from './result-database.ts';
import { ResultFile } from './result-file.ts';
import { makeResult } from './testing/make-result.ts';
import { type ResultFixture, resultFixture } from './testing/result-fixture.ts';
import { columnLetters, serialOf } from './xlsx-cells.ts';

let folder: string;
let fixture: ResultFixture;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-xlsx-'));
  fixture = await resultFixture();
});
afterEach(async () => {
  await fixture.close();
  await rm(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

async function saved(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  const file = path.join(folder, 'result.xlsx');
  await writeFile(file, Buffer.concat(pieces));
  return file;
}

/** The sheets as another reader of ours sees them: rows of [kind, text] by column. */
async function sheetsOf(file: string): Promise<Map<string, (Pick<Cell, 'kind' | 'text'> | undefined)[][]>> {
  const workbook = await openWorkbook(file);
  const sheets = new Map<string, (Pick<Cell, 'kind' | 'text'> | undefined)[][]>();
  try {
    for (const { name, part } of workbook.sheets) {
      const rows: (Pick<Cell, 'kind' | 'text'> | undefined)[][] = [];
      for await (const some of sheetRows(workbook, part, [])) {
        for (const { cells } of some) {
          const row: (Pick<Cell, 'kind' | 'text'> | undefined)[] = [];
          for (const { column, kind, text } of cells) row[column] = { kind, text };
          rows.push(row);
        }
      }
      sheets.set(name, rows);
    }
  } finally {
    workbook.archive.close();
  }
  return sheets;
}

const texts = (rows: (Pick<Cell, 'kind' | 'text'> | undefined)[][] | undefined) =>
  rows?.map((row) => Array.from(row, (cell) => cell?.text));

test('values are exact: typed as far as a spreadsheet holds them, as text beyond it, and the ledger counts these', async () => {
  await fixture.keep(
    'r',
    `SELECT * FROM (VALUES
      (42, 123456789012345, 1.50::DECIMAL(38,2), 0.1::DOUBLE, DATE '2024-02-29', TIMESTAMP '2024-02-29 12:30:45.678', true, '=1+1', NULL),
      (-1, 9007199254740993, 12345678901234567890.10, 'nan', DATE '0001-01-01', TIMESTAMP '2024-01-01 00:00:00.000001', false, E'a<b>&"_x0041_\\x01 ', 'x'))
      t(i, big, amount, ratio, day, moment, flag, text, none)`,
    { truncated: true, rowLimit: 2, rows: 2, fetches: [sampleFetch('shop', { sql: 'SELECT "a" FROM t' })] },
  );
  const made = await fixture.results.export('r', 'xlsx', never);
  expect(made.fileName).toMatch(/\.xlsx$/);
  const sheets = await sheetsOf(await saved(made.bytes));
  expect([...sheets.keys()]).toEqual(['Result', 'Ledger']);
  const [heading, first, second] = sheets.get('Result') ?? [];
  expect(heading?.map((cell) => cell?.text)).toEqual([
    'i',
    'big',
    'amount',
    'ratio',
    'day',
    'moment',
    'flag',
    'text',
    'none',
  ]);
  expect(first?.map((cell) => [cell?.kind, cell?.text])).toEqual([
    ['number', '42'],
    ['number', '123456789012345'],
    ['number', '1.5'],
    ['number', '0.1'],
    ['date', '2024-02-29'],
    ['timestamp', expect.stringMatching(/^2024-02-29.12:30:45\.678/)],
    ['boolean', 'true'],
    ['text', '=1+1'],
  ]);
  expect(second?.map((cell) => [cell?.kind, cell?.text])).toEqual([
    ['number', '-1'],
    ['text', '9007199254740993'],
    ['text', '12345678901234567890.10'],
    ['text', 'NaN'],
    ['text', '0001-01-01'],
    ['text', '2024-01-01T00:00:00.000001'],
    ['boolean', 'false'],
    ['text', 'a<b>&"_x0041_\u0001 '],
    ['text', 'x'],
  ]);
  const ledger = texts(sheets.get('Ledger')) ?? [];
  expect(ledger).toContainEqual(['Row limit', '2']);
  expect(ledger).toContainEqual(['Complete', expect.stringContaining('No')]);
  expect(ledger).toContainEqual(['Numbers kept as text', '2', expect.any(String)]);
  expect(ledger).toContainEqual(['Dates and times kept as text', '2', expect.any(String)]);
  const { fetches } = await fixture.history.run('r');
  expect(fetches).toHaveLength(1);
  for (const { sql } of fetches) expect(ledger.some((line) => line.includes(sql))).toBe(true);
});

test('more rows than a sheet holds go to several, without a row lost or twice', async () => {
  const file = path.join(folder, 'r.duckdb');
  const columns = await makeResult(file, 'SELECT i AS id FROM range(10000) t(i)');
  const database = await ResultDatabase.open(folder, folder);
  try {
    const result = await ResultFile.open(database, await database.attach(file), columns);
    const sheets = await sheetsOf(await saved(exportXlsx(result.part(), { rowsPerSheet: 4001 })));
    expect([...sheets.keys()]).toEqual(['Result 1', 'Result 2', 'Result 3', 'Ledger']);
    const ids = ['Result 1', 'Result 2', 'Result 3'].flatMap((name) => texts(sheets.get(name))?.slice(1) ?? []).flat();
    expect(ids).toEqual(Array.from({ length: 10_000 }, (_, id) => String(id)));
    const none = await sheetsOf(
      await saved(exportXlsx(result.part({ sort: [], filters: [{ column: 0, operator: 'is_null', values: [] }] }))),
    );
    expect(texts(none.get('Result'))).toEqual([['id']]);
  } finally {
    await database.close();
  }
});

test('a long text is cut and said so; a reader that goes away ends it', async () => {
  await fixture.keep('r', "SELECT repeat('ä', 40000) AS long");
  const sheets = await sheetsOf(await saved((await fixture.results.export('r', 'xlsx', never)).bytes));
  expect(sheets.get('Result')?.[1]?.[0]?.text).toHaveLength(32_767);
  expect(texts(sheets.get('Ledger'))).toContainEqual(['Texts cut', '1', expect.any(String)]);
  await fixture.keep('many', 'SELECT i, hash(i) AS h FROM range(300000) t(i)');
  const stop = new AbortController();
  const going = await fixture.results.export('many', 'xlsx', stop.signal);
  const pieces = going.bytes[Symbol.asyncIterator]();
  await pieces.next();
  stop.abort();
  await expect(pieces.next()).rejects.toThrow();
  await fixture.results.remove('many');
  expect(await readdir(path.join(fixture.dataDir, 'results'))).not.toContain('many.duckdb');
});

async function parquetLedger(runId: string): Promise<unknown> {
  const target = path.join(folder, `${runId}.parquet`);
  const pieces: Uint8Array[] = [];
  for await (const piece of (await fixture.results.export(runId, 'parquet', never)).bytes) pieces.push(piece);
  await writeFile(target, Buffer.concat(pieces));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll(
    `SELECT decode(value) FROM parquet_kv_metadata('${target}') WHERE decode(key) = 'joinery'`,
  );
  const ledger: unknown = JSON.parse(String(reader.value(0, 0)));
  connection.closeSync();
  instance.closeSync();
  return ledger;
}

test('Parquet carries the ledger under its own key', async () => {
  await fixture.keep('r', 'SELECT 1 AS a');
  expect(await parquetLedger('r')).toMatchObject({ run: 'r', fetches: expect.any(Array), columns: [{ name: 'a' }] });
});

test('XLSX and Parquet tell what the columns are', async () => {
  await fixture.keep('r', 'SELECT 1 AS described, 2 AS b');
  const sheets = await sheetsOf(await saved((await fixture.results.export('r', 'xlsx', never)).bytes));
  const lines = texts(sheets.get('Ledger')) ?? [];
  expect(lines).toContainEqual(expect.arrayContaining(['Column', 'Description', 'Unit', 'Beware']));
  expect(lines).toContainEqual(expect.arrayContaining(['described', 'Described', 'What it is.', 'EUR', 'Beware.']));
  const ledger = await parquetLedger('r');
  expect(ledger).toMatchObject({
    columns: [{ name: 'described', description: 'What it is.', unit: 'EUR' }, { name: 'b' }],
  });
});

test('letters and serial dates', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  expect(serialOf('1900-03-01', 'date')).toBe(61);
  expect(serialOf('1900-02-28', 'date')).toBeUndefined();
  expect(serialOf('2024-01-01T12:00:00+00:00', 'timestamp')).toBe(45_292.5);
  expect(serialOf('infinity', 'date')).toBeUndefined();
  expect(serialOf('06:00:00', 'time')).toBe(0.25);
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { Writable } from 'node:stream';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exportFormats, resultDocumentSchema } from '../../lib/contract/result.ts';
import { Cancelled } from '../errors.ts';
import { uniqueNames } from '../unique-names.ts';
import type { TextOptions } from './export-text.ts';
import { safeFileName } from './file-name.ts';
import { openResultFile } from './open-result-file.ts';
import { makeResult } from './testing/make-result.ts';
import { resultFixture } from './testing/result-fixture.ts';

const never = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-exports-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(() => rm(path.join(folder, 'r.duckdb'), { force: true }));

async function exported(
  select: string,
  format: (typeof exportFormats)[number],
  options?: TextOptions,
): Promise<Buffer> {
  const file = path.join(folder, 'r.duckdb');
  await rm(file, { force: true });
  const result = await openResultFile(file, await makeResult(file, select));
  const pieces: Buffer[] = [];
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  try {
    await result.export(format, sink, options);
  } finally {
    await result.close();
  }
  return Buffer.concat(pieces);
}

const tricky = `SELECT * FROM (VALUES
  (1, 'a,b', NULL, [1, NULL], 1.50::DECIMAL(9,2)),
  (2, '', 'say "hi"', NULL, NULL),
  (3, E'two\\nlines\\r', E'tab\\tback\\\\slash', [], -0.10)) AS rows(id, id, "x,y", list, amount)`.replace(
  'rows(id, id, "x,y", list, amount)',
  'rows(a, b, c, d, e)',
);
const named = `SELECT a AS id, b AS id, c AS "x,y", d AS list, e AS amount FROM (${tricky})`;

describe('text', () => {
  test('CSV keeps repeated names, NULL and the empty text apart, and quotes what needs it', async () => {
    expect((await exported(named, 'csv')).toString()).toBe(
      'id,id,"x,y",list,amount\n' +
        '1,"a,b",,"[1,null]",1.50\n' +
        '2,"","say ""hi""",,\n' +
        '3,"two\nlines\r",tab\tback\\slash,[],-0.10\n',
    );
  });

  test('TSV is a line a row whatever the values', async () => {
    expect((await exported(named, 'tsv')).toString()).toBe(
      'id\tid\tx,y\tlist\tamount\n' +
        '1\ta,b\t\\N\t[1,null]\t1.50\n' +
        '2\t\tsay "hi"\t\\N\t\\N\n' +
        '3\ttwo\\nlines\\r\ttab\\tback\\\\slash\t[]\t-0.10\n',
    );
  });

  test('JSON is the result document of the contract', async () => {
    const document = resultDocumentSchema.parse(JSON.parse((await exported(named, 'json')).toString()));
    expect(document.columns.map(({ name }) => name)).toEqual(['id', 'id', 'x,y', 'list', 'amount']);
    expect(document.rows[1]).toEqual([2, '', 'say "hi"', null, null]);
    const none = JSON.parse((await exported('SELECT 1 AS a WHERE false', 'json')).toString());
    expect(none).toEqual({ columns: [{ name: 'a', type: 'INTEGER' }], rows: [] });
  });

  test('formulas are guarded when asked, and only in text', async () => {
    const select = `SELECT '=1+1' AS "=a", '@x' AS b, -5 AS c, '-5' AS d, 'a=b' AS e, INTERVAL '-1 second' AS f`;
    expect((await exported(select, 'csv')).toString()).toBe('=a,b,c,d,e,f\n=1+1,@x,-5,-5,a=b,-00:00:01\n');
    const guarded = (await exported(select, 'csv', { guardFormulas: true })).toString();
    expect(guarded).toBe("'=a,b,c,d,e,f\n'=1+1,'@x,-5,'-5,a=b,-00:00:01\n");
  });

  test('CSV reads back into DuckDB as the same rows', async () => {
    const select = `SELECT i AS n, CASE WHEN i % 3 = 0 THEN NULL WHEN i % 3 = 1 THEN '' ELSE 'v"' || i || E',\\n' END AS t,
      TIMESTAMP '2024-01-01' + i * INTERVAL 1 minute AS moment FROM range(5000) rows(i)`;
    const csv = path.join(folder, 'back.csv');
    await writeFile(csv, await exported(select, 'csv'));
    const back = `read_csv('${csv}', header = true, columns = {n: BIGINT, t: VARCHAR, moment: TIMESTAMP}, auto_detect = false,
      quote = '"', escape = '"', allow_quoted_nulls = false)`;
    expect(await differences(select, back)).toBe(0);
  });
});

/** Rows that one side has and the other has not. */
async function differences(left: string, right: string): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const sides = [`(${left}) EXCEPT ALL (FROM ${right})`, `(FROM ${right}) EXCEPT ALL (${left})`];
  const counts = sides.map(async (side) =>
    (await connection.runAndReadAll(`SELECT count(*) FROM (${side})`)).value(0, 0),
  );
  const total = (await Promise.all(counts)).reduce<number>((sum, count) => sum + Number(count), 0);
  connection.closeSync();
  instance.closeSync();
  return total;
}

describe('Parquet', () => {
  const cases: readonly (readonly [expression: string, type: string])[] = [
    ["'99999999999999999999999999999999999999'::HUGEINT", 'DECIMAL(38,0)'],
    ['170141183460469231731687303715884105727::HUGEINT', 'VARCHAR'],
    ["'340282366920938463463374607431768211455'::UHUGEINT", 'VARCHAR'],
    ['18446744073709551615::UBIGINT', 'UBIGINT'],
    ["'12345678901234567890.123456789012345678'::DECIMAL(38,18)", 'DECIMAL(38,18)'],
    ["INTERVAL '1 month 00:00:00.000001'", 'VARCHAR'],
    ["'12:34:56.000001+02:30'::TIMETZ", 'VARCHAR'],
    ["TIME '12:34:56.000001'", 'TIME'],
    ["'2024-01-02 03:04:05.123456789'::TIMESTAMP_NS", 'TIMESTAMP_NS'],
    ["'infinity'::TIMESTAMP_S", 'TIMESTAMP'],
    ["'2024-01-02 03:04:05.678'::TIMESTAMP_MS", 'TIMESTAMP'],
    ["TIMESTAMPTZ '2024-07-01 12:00:00+02'", 'TIMESTAMP WITH TIME ZONE'],
    ["DATE '0044-03-15 (BC)'", 'DATE'],
    ["'00010203-0405-0607-0809-0a0b0c0d0e0f'::UUID", 'UUID'],
    ["'\\x00\\xFF'::BLOB", 'BLOB'],
    ["'0101'::BIT", 'VARCHAR'],
    ["'b'::ENUM('a', 'b')", 'VARCHAR'],
    ['0.1::FLOAT', 'FLOAT'],
    ["'NaN'::DOUBLE", 'DOUBLE'],
    ['\'{"a": 1.50}\'::JSON', 'JSON'],
    ["{'a': 170141183460469231731687303715884105727::HUGEINT, 'b\"': 2}", 'STRUCT(a VARCHAR, "b""" INTEGER)'],
    ['[[1::HUGEINT]]', 'VARCHAR[][]'],
    ["MAP {1::HUGEINT: DATE '2024-01-01'}", 'MAP(VARCHAR, DATE)'],
    ['[1.5, 2.25]::DECIMAL(5,2)[2]', 'DECIMAL(5,2)[]'],
    ['union_value(num := 1)', 'VARCHAR'],
    ["'123456789012345678901234567890123456789012345'::BIGNUM", 'VARCHAR'],
  ];

  test('holds every type exactly, as itself or as text', async () => {
    const select = `SELECT ${cases.map(([expression]) => expression).join(', ')}`;
    const parquet = path.join(folder, 'types.parquet');
    await writeFile(parquet, await exported(select, 'parquet'));
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const back = await connection.runAndReadAll(`SELECT typeof(COLUMNS(*)) FROM '${parquet}'`);
    const values = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM '${parquet}'`);
    for (const [index, [expression, type]] of cases.entries()) {
      expect(back.value(index, 0), expression).toBe(type);
      const own = (await connection.runAndReadAll(`SELECT (${expression})::VARCHAR`)).value(0, 0);
      expect(values.value(index, 0), expression).toBe(own);
    }
    connection.closeSync();
    instance.closeSync();
  });

  test('gets unique names, no rows at all, and many columns', async () => {
    expect(uniqueNames(['id', 'ID', 'id_2', '', 'x', 'id'])).toEqual(['id', 'ID_3', 'id_2', 'column', 'x', 'id_4']);
    const wide = Array.from({ length: 2000 }, () => '1 AS same').join(', ');
    for (const select of ['SELECT 1 AS a, 2 AS A WHERE false', `SELECT ${wide}`]) {
      const bytes = await exported(select, 'parquet');
      expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
      expect(bytes.subarray(-4).toString()).toBe('PAR1');
    }
  });
});

describe('a reader that goes away', () => {
  test.each(exportFormats)('ends the %s export, leaves no file behind, and gives the result back', async (format) => {
    const fixture = await resultFixture();
    await fixture.keep('r1', "SELECT i AS a, 'text ' || hash(i) AS b FROM range(300000) rows(i)");
    const stop = new AbortController();
    const { bytes } = await fixture.results.export('r1', format, stop.signal);
    const reader = bytes[Symbol.asyncIterator]();
    expect((await reader.next()).done).not.toBe(true);
    stop.abort();
    await expect(reader.next()).rejects.toBeInstanceOf(Cancelled);
    const second = await fixture.results.export('r1', format, new AbortController().signal);
    for await (const piece of second.bytes) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await expect(fixture.results.export('r1', format, AbortSignal.abort())).rejects.toBeInstanceOf(Cancelled);
    await fixture.results.close();
    expect(await readdir(path.join(fixture.dataDir, 'results', 'tmp'))).toEqual([]);
    await fixture.close();
  });

  test('a slow reader makes the rows come slowly: a million rows never pile up', async () => {
    const file = path.join(folder, 'slow.duckdb');
    const result = await openResultFile(file, await makeResult(file, 'SELECT i AS a FROM range(1000000) rows(i)'));
    let batches = 0;
    for await (const batch of result.rows()) {
      batches += 1;
      expect(batch.length).toBeLessThanOrEqual(2048);
      if (batches === 3) break;
    }
    expect(batches).toBe(3);
    await result.close();
  });
});

test('the server does other things while an export is encoded, which waits for its reader', async () => {
  const fixture = await resultFixture();
  await fixture.keep('r1', "SELECT i AS a, 'text ' || hash(i) AS b, i / 7.0 AS c FROM range(150000) rows(i)");
  const { bytes } = await fixture.results.export('r1', 'xlsx', never);
  const before = performance.eventLoopUtilization();
  let windows = 0;
  const others = async (): Promise<void> => {
    const window = await fixture.results.window('r1', { offset: windows, limit: 5, firstColumn: 0, lastColumn: 2 });
    expect(window.rows).toHaveLength(5);
    windows += 1;
  };
  let taken = 0;
  for await (const piece of bytes) {
    taken += piece.length;
    await others();
  }
  expect(taken).toBeGreaterThan(3_000_000);
  // Encoding these rows would keep the event loop busy throughout.
  expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.8);

  const waiting = await fixture.results.export('r1', 'csv', never);
  const reader = waiting.bytes[Symbol.asyncIterator]();
  expect((await reader.next()).done).toBe(false);
  await fixture.results.close();
  await expect(reader.next().then(() => reader.next())).rejects.toBeInstanceOf(Cancelled);
  expect(await readdir(path.join(fixture.dataDir, 'results', 'tmp'))).toEqual([]);
  await fixture.close();
});

test('file names are safe on every system', () => {
  expect(safeFileName('../../etc/passwd\u0000', 'csv')).toBe('etc-passwd.csv');
  expect(safeFileName('...', 'csv')).toBe('result.csv');
});

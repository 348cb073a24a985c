import { existsSync } from 'node:fs';
import { readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resultWindowSchema } from '../../lib/contract/result.ts';
import { sampleRun } from '../history/testing/sample-run.ts';
import { openResults, resultPath } from './index.ts';
import { type ResultFixture, resultFixture, textOf } from './testing/result-fixture.ts';

let fixture: ResultFixture;
beforeEach(async () => {
  fixture = await resultFixture();
});
afterEach(() => fixture.close());

const whole = { offset: 0, limit: 1000, firstColumn: 0, lastColumn: 9999 };
const never = new AbortController().signal;

describe('windows', () => {
  test('give the rows in their order at any place, and columns of the same name apart', async () => {
    await fixture.keep('r1', "SELECT 100000 - i AS id, i AS id, 'x' || i AS name FROM range(100000) rows(i)");
    const window = await fixture.results.window('r1', { offset: 98_765, limit: 3, firstColumn: 1, lastColumn: 2 });
    expect(resultWindowSchema.parse(window)).toEqual({
      offset: 98_765,
      firstColumn: 1,
      lastColumn: 2,
      totalRows: 100_000,
      rows: [
        ['98765', 'x98765'],
        ['98766', 'x98766'],
        ['98767', 'x98767'],
      ],
    });
    const first = await fixture.results.window('r1', { ...whole, limit: 5000 });
    expect(first.rows).toHaveLength(1000);
    expect(first.lastColumn).toBe(2);
    expect(first.rows[999]).toEqual(['99001', '999', 'x999']);
  });

  test('at and beyond the end are short or empty', async () => {
    await fixture.keep('r1', 'SELECT i FROM range(10) rows(i)');
    expect((await fixture.results.window('r1', { ...whole, offset: 8 })).rows).toEqual([['8'], ['9']]);
    expect((await fixture.results.window('r1', { ...whole, offset: 10 })).rows).toEqual([]);
    expect((await fixture.results.window('r1', { ...whole, offset: 9e15 })).rows).toEqual([]);
    for (const bad of [{ firstColumn: 1 }, { offset: -1 }, { offset: 0.5 }, { firstColumn: 0, lastColumn: -1 }]) {
      await expect(fixture.results.window('r1', { ...whole, ...bad })).rejects.toMatchObject({ code: 'bad_request' });
    }
  });

  test('of no rows, and of 2,000 columns a part at a time', async () => {
    await fixture.keep('none', 'SELECT 1 AS a, NULL AS b WHERE false');
    expect(await fixture.results.window('none', whole)).toMatchObject({ totalRows: 0, rows: [], lastColumn: 1 });
    const wide = Array.from({ length: 2000 }, (_, index) => `i + ${index} AS column${index % 7}`).join(', ');
    const columns = await fixture.keep('wide', `SELECT ${wide} FROM range(3000) rows(i)`);
    expect(columns).toHaveLength(2000);
    const part = await fixture.results.window('wide', { offset: 2999, limit: 10, firstColumn: 1990, lastColumn: 5000 });
    expect(part).toMatchObject({ firstColumn: 1990, lastColumn: 1999 });
    expect(part.rows).toEqual([Array.from({ length: 10 }, (_, index) => String(2999 + 1990 + index))]);
    const most = await fixture.results.window('wide', whole);
    expect([most.rows.length, most.lastColumn]).toEqual([1000, 199]);
  });

  test('many results at once, more than are kept open', async () => {
    const ids = Array.from({ length: 24 }, (_, index) => `many${index}`);
    for (const [index, id] of ids.entries()) await fixture.keep(id, `SELECT ${index} AS n FROM range(5)`);
    const ask = ids.flatMap((id) => [id, id]).map(async (id) => (await fixture.results.window(id, whole)).rows[4]?.[0]);
    expect(await Promise.all(ask)).toEqual(ids.flatMap((_, index) => [index, index]));
    const again = await Promise.all(ids.map((id) => fixture.results.window(id, whole)));
    expect(again.every((window) => window.totalRows === 5)).toBe(true);
  });
});

describe('what is not there', () => {
  test('unknown runs and runs without a result are not found; ids lead nowhere else', async () => {
    await fixture.history.insertRun(sampleRun('failed', { status: 'failed' }));
    for (const id of ['unknown', 'failed', '../joinery', '..%2Fjoinery', '']) {
      await expect(fixture.results.window(id, whole)).rejects.toMatchObject({ code: 'not_found' });
      await expect(fixture.results.export(id, 'csv', never)).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test('a file that is gone, cut short or no database is told as expired, and the others go on', async () => {
    await fixture.keep('good', 'SELECT 1 AS a');
    for (const id of ['gone', 'cut', 'garbage']) {
      await fixture.keep(id, "SELECT i, repeat('x' || i, 50) AS t FROM range(200000) rows(i)");
    }
    await rm(resultPath(fixture.dataDir, 'gone'));
    await truncate(resultPath(fixture.dataDir, 'cut'), 300_000);
    await writeFile(resultPath(fixture.dataDir, 'garbage'), 'no database '.repeat(10_000));
    for (const id of ['gone', 'cut', 'garbage']) {
      const reading = fixture.results.window(id, { ...whole, offset: 150_000 });
      await expect(reading, id).rejects.toMatchObject({ code: 'result_expired' });
      await expect(fixture.results.export(id, 'parquet', never), id).rejects.toMatchObject({ code: 'result_expired' });
      expect((await fixture.results.window('good', whole)).rows).toEqual([[1]]);
    }
    expect(await readdir(path.join(fixture.dataDir, 'results', 'tmp'))).toEqual([]);
  });
});

test('what is stored is listed with its size, newest first, and the limit of all', async () => {
  const small = await resultFixture(3_000_000);
  await small.keep('old', 'SELECT hash(i) AS h FROM range(100000) rows(i)', { startedAt: '2026-01-01T00:00:00.000Z' });
  await small.keep('new', 'SELECT 1 AS a', { startedAt: '2026-01-02T00:00:00.000Z', rows: 1 });
  await small.keep('going', 'SELECT 1 AS a', { status: 'running', hasResult: false });
  await small.history.pinRun('old', true);
  const { results, totalBytes, limitBytes } = await small.results.list();
  expect(results.map(({ runId, isPinned }) => [runId, isPinned])).toEqual([
    ['new', false],
    ['old', true],
  ]);
  expect(results[1]?.sizeBytes).toBeGreaterThan(500_000);
  expect(totalBytes).toBeGreaterThan(results.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  expect(limitBytes).toBe(3_000_000);
  await small.close();
});

test('retention drops the oldest first, never the newest nor one being written', async () => {
  const small = await resultFixture(1_500_000);
  for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
    await small.keep(id, 'SELECT hash(i) AS h FROM range(100000) rows(i)');
    await utimes(resultPath(small.dataDir, id), 1000 + index, 1000 + index);
  }
  await small.results.window('b', whole);
  const dropped = await small.results.dropOldResults(new Set(['a']));
  expect(dropped.runIds).toEqual(['b', 'c']);
  expect(dropped.bytes).toBeGreaterThan(1_000_000);
  await expect(small.results.window('b', whole)).rejects.toMatchObject({ code: 'result_expired' });
  expect((await small.results.window('a', whole)).rows).toHaveLength(1000);
  expect((await small.results.window('d', whole)).rows).toHaveLength(1000);
  await small.close();
});

test('opening clears what a killed process left, and keeps finished results', async () => {
  await fixture.keep('done', 'SELECT 1 AS a');
  await fixture.keep('going', 'SELECT 1 AS a', { status: 'interrupted', hasResult: false });
  await writeFile(resultPath(fixture.dataDir, 'stray'), 'x');
  await writeFile(path.join(fixture.dataDir, 'results', 'tmp', 'half.parquet'), 'x');
  const { dataDir, history } = fixture;
  const results = await openResults({ dataDir, history, limits: { resultStoreBytes: 1e12 } });
  expect((await results.window('done', whole)).rows).toEqual([[1]]);
  expect(['going', 'stray'].map((id) => existsSync(resultPath(dataDir, id)))).toEqual([false, false]);
  expect(await readdir(path.join(dataDir, 'results', 'tmp'))).toEqual([]);
  await results.close();
});

test('an export is named after the tab it was started from', async () => {
  const document = await fixture.history.createDocument({ title: 'Größe / "May"', text: '', target: 'x', rowLimit: 1 });
  await fixture.keep('r1', 'SELECT 1 AS a', { documentId: document.id });
  const made = await fixture.results.export('r1', 'csv', never);
  expect(made).toMatchObject({ fileName: 'Größe - -May- 2026-01-02 030405.csv' });
  expect(made.mediaType).toMatch(/^text\/csv/);
  expect(await textOf(made.bytes)).toBe('a\n1\n');
});

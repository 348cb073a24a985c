import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { sqlKeywords } from '../../lib/sql/sql-keywords.ts';
import { connectionIdProblem, reservedConnectionIds } from './connection-id.ts';
import { showAmount } from './limits.ts';
import { didYouMean, editDistance, nearestNames } from './nearest-names.ts';
import { parseDuration, parseSize } from './units.ts';

describe('units', () => {
  it.each([
    ['4GiB', 4 * 1024 ** 3],
    ['512 mb', 512e6],
    ['1.5KiB', 1536],
    ['0B', 0],
    ['4', undefined],
    ['GiB', undefined],
    ['-1GiB', undefined],
    ['4 GiBs', undefined],
    ['4constructor', undefined],
  ])('size %s', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  it.each([
    ['250ms', 250],
    ['90 s', 90_000],
    ['10m', 600_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
    ['10', undefined],
    ['ten minutes', undefined],
  ])('duration %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('are written as they are read', () => {
    expect(showAmount(4 * 1024 ** 3, 'size')).toBe('4GiB');
    expect(showAmount(86_400_000, 'duration')).toBe('1d');
    expect(showAmount(1500, 'duration')).toBe('1500ms');
    expect(showAmount(0, 'size')).toBe('0B');
  });
});

describe('near names', () => {
  it.each([
    ['orders', 'orders', 0],
    ['ordres', 'orders', 1],
    ['order', 'orders', 1],
    ['kitten', 'sitting', 3],
    ['', 'ab', 2],
  ])('%s to %s', (a, b, distance) => {
    expect(editDistance(a, b, 5)).toBe(distance);
  });

  it('gives up beyond the limit', () => {
    expect(editDistance('abcdef', 'uvwxyz', 2)).toBe(3);
  });

  it('puts the nearest first and leaves out what is far', () => {
    expect(nearestNames('ordrs', ['customers', 'orders', 'orders_archive', 'order'])).toEqual(['orders', 'order']);
    expect(didYouMean('ordrs', ['order', 'orders'])).toBe('Did you mean orders or order?');
    expect(didYouMean('zebra', ['order'])).toBeUndefined();
  });
});

describe('names of connections', () => {
  it('refuses what is reserved, in any case', () => {
    for (const id of reservedConnectionIds) expect(connectionIdProblem(id.toUpperCase())).toBeDefined();
    expect(connectionIdProblem('shop_2')).toBeUndefined();
    expect(connectionIdProblem('x'.repeat(64))).toBeDefined();
  });

  it('suggests a name that it would take', () => {
    for (const id of ['my-shop', '2024', 'Größe', '../etc', '你好']) {
      const suggested = /Such as (.+)\.$/.exec(connectionIdProblem(id)?.hint ?? '')?.[1];
      expect(suggested, id).toBeDefined();
      expect(connectionIdProblem(suggested ?? ''), id).toBeUndefined();
    }
  });

  it('knows the same words of SQL as DuckDB', async () => {
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    try {
      const found = await connection.runAndReadAll(
        "SELECT DISTINCT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function') ORDER BY 1",
      );
      expect([...sqlKeywords].sort()).toEqual(found.getRows().map(([word]) => String(word)));
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  });
});

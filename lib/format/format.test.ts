import { describe, expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';
import { cellText, formatCell, MAX_CELL_CHARACTERS } from './cell.ts';
import { columnKind, shortType } from './column-kind.ts';
import { type CopyColumn, formatRange } from './copy.ts';
import { formatDuration, formatElapsed } from './duration.ts';
import { SumOfDigits } from './exact-sum.ts';
import { ExactNumber, parseJsonText } from './json-text.ts';
import { formatCount, formatCounted, formatEstimate, groupDigits } from './number.ts';
import { formatDayName } from './time.ts';

describe('column kinds', () => {
  it.each([
    ['BIGINT', 'integer'],
    ['DECIMAL(38,2)', 'decimal'],
    ['DOUBLE', 'float'],
    ['TIMESTAMP WITH TIME ZONE', 'timestamp'],
    ['TIMESTAMP_NS', 'timestamp'],
    ['TIME', 'time'],
    ['INTEGER[]', 'nested'],
    ['DOUBLE[3]', 'nested'],
    ['STRUCT(a INTEGER)', 'nested'],
    ['MAP(VARCHAR, INTEGER)', 'nested'],
    ["ENUM('a', 'b')", 'text'],
    ['JSON', 'json'],
    ['BLOB', 'blob'],
    ['SOMETHING_NEW', 'other'],
  ])('%s is %s', (type, kind) => expect(columnKind(type)).toBe(kind));

  it('shortens types for a header', () => {
    expect(shortType('TIMESTAMP WITH TIME ZONE')).toBe('timestamptz');
    expect(shortType('VARCHAR')).toBe('text');
    expect(shortType('DECIMAL(38,2)')).toBe('decimal(38,2)');
    expect(shortType("ENUM('a','b')")).toBe('enum');
    expect(shortType(`STRUCT(${'abc INTEGER, '.repeat(9)})`)).toHaveLength(32);
  });
});

describe('numbers', () => {
  it('groups digits without touching them', () => {
    expect(groupDigits('9223372036854775807')).toBe('9,223,372,036,854,775,807');
    expect(groupDigits('-1204991.40')).toBe('-1,204,991.40');
    expect(groupDigits('0.1234567')).toBe('0.1234567');
    expect(groupDigits('NaN')).toBe('NaN');
    expect(groupDigits('1e+30')).toBe('1e+30');
  });
  it('writes counts and estimates', () => {
    expect(formatCount(1000)).toBe('1,000');
    expect(formatCounted(1, 'row')).toBe('1 row');
    expect(formatCounted(0, 'row')).toBe('0 rows');
    expect(formatEstimate(1_412_000)).toBe('≈ 1.4 M');
    expect(formatEstimate(482_113)).toBe('≈ 482 k');
  });
  it('writes sizes and durations', () => {
    expect(formatBytes(999)).toBe('999 B');
    expect(formatBytes(1_234_567)).toBe('1.23 MB');
    expect(formatBytes(999_600)).toBe('1 MB');
    expect(formatDuration(118.4)).toBe('118 ms');
    expect(formatDuration(1240)).toBe('1.24 s');
    expect(formatDuration(125_000)).toBe('2 min 05 s');
    expect(formatDuration(3_720_000)).toBe('1 h 02 min');
    expect(formatElapsed(0)).toBe('0.0 s');
  });
  it('names days', () => {
    const now = new Date(2026, 2, 1, 12);
    expect(formatDayName(new Date(2026, 2, 1, 0, 1).toISOString(), now)).toBe('Today');
    expect(formatDayName(new Date(2026, 1, 28, 23).toISOString(), now)).toBe('Yesterday');
    expect(formatDayName(new Date(2026, 1, 27).toISOString(), now)).toBe('2026-02-27');
  });
});

describe('sums', () => {
  const sum = (values: readonly (string | number)[], isFloat = false) => {
    const total = new SumOfDigits();
    for (const value of values) total.add(value, isFloat);
    return total.result();
  };
  it('adds decimals and 64-bit integers exactly', () => {
    expect(sum(['9223372036854775807', '9223372036854775807'])).toMatchObject({
      sum: '18446744073709551614',
      average: '9223372036854775807',
      isExact: true,
    });
    expect(sum(['0.10', '0.2', '-1.305'])?.sum).toBe('-1.005');
    expect(sum(['1', '2', '2'])?.average).toBe('1.6667');
    expect(sum(['-1', '-2', '-2'])?.average).toBe('-1.6667');
  });
  it('says when floats made it approximate, and gives nothing for NaN', () => {
    expect(sum([0.1, 0.2], true)).toMatchObject({ isExact: false, count: 2 });
    expect(sum(['NaN', 1], true)).toBeUndefined();
    expect(sum([])).toBeUndefined();
  });
});

describe('cells', () => {
  it('shows one line and copies everything', () => {
    const long = 'x'.repeat(1000);
    expect(formatCell(long, 'text')).toHaveLength(MAX_CELL_CHARACTERS + 1);
    expect(cellText(long)).toBe(long);
    expect(formatCell('a\r\nb\tc', 'text')).toBe('a↵b⇥c');
    expect(formatCell('12345678.90', 'decimal')).toBe('12,345,678.90');
    expect(formatCell('12345678', 'text')).toBe('12345678');
    expect(formatCell('2026-03-01 10:00:00+02', 'timestamp')).toBe('2026-03-01 10:00:00+02');
    expect(formatCell(`\\x${'ab'.repeat(20)}`, 'blob')).toBe(`${'ab'.repeat(16)}…`);
    expect(formatCell({ a: 1, b: [null, 'x'] }, 'nested')).toBe('{a: 1, b: [null, "x"]}');
    expect(
      formatCell(
        Array.from({ length: 100_000 }, (_, index) => index),
        'nested',
      ).length,
    ).toBeLessThanOrEqual(MAX_CELL_CHARACTERS + 1);
  });
  it('reads JSON text without rounding', () => {
    expect(parseJsonText('{"id": 9223372036854775807, "n": 1}')).toEqual({
      id: new ExactNumber('9223372036854775807'),
      n: 1,
    });
    expect(parseJsonText('{')).toBeUndefined();
  });
});

describe('ranges', () => {
  const columns: CopyColumn[] = [
    { label: 'id', kind: 'integer' },
    { label: 'name', kind: 'text' },
  ];
  const rows = [
    ['9223372036854775807', 'a "b"\tc'],
    [2, ''],
    [null, null],
  ];
  it('writes TSV', () => {
    expect(formatRange('tsv', columns, rows)).toBe('9223372036854775807\t"a ""b""\tc"\n2\t\n\t');
    expect(formatRange('tsv-headers', columns, [[1, 'x']])).toBe('id\tname\n1\tx');
  });
  it('writes CSV with NULL and the empty string apart', () => {
    expect(formatRange('csv', columns, rows)).toBe('id,name\r\n9223372036854775807,"a ""b""\tc"\r\n2,""\r\n,');
  });
  it('writes JSON and Markdown', () => {
    expect(JSON.parse(formatRange('json', columns, rows))[0].id).toBe('9223372036854775807');
    expect(formatRange('markdown', columns, [[1, 'a|b\nc']])).toBe('| id | name |\n| ---: | --- |\n| 1 | a\\|b<br>c |');
  });
  it('writes an IN list of distinct values without NULL', () => {
    expect(formatRange('in-list', columns.slice(1), [["O'Neil"], ['x'], [null], ['x']])).toBe("('O''Neil', 'x')");
    expect(formatRange('in-list', columns.slice(0, 1), [['12'], [3]])).toBe('(12, 3)');
    expect(formatRange('in-list', columns.slice(0, 1), [[null]])).toBe('(NULL)');
  });
});

import { describe, expect, it } from 'vitest';
import type { Dialect } from '../../connectors/connector.ts';
import { mostKeys, mostRowsFirst, takesLongList } from './key-limits.ts';

const column = (type: string) => ({ name: 'id', sourceType: type, type, nullable: false });
const dialect = { takesLongLists: true } as Dialect;

describe('lists of any length', () => {
  it('are of integers, for whole tables of a source that takes them', () => {
    for (const type of ['TINYINT', 'USMALLINT', 'INTEGER', 'UINTEGER', 'BIGINT', 'UBIGINT'])
      expect(takesLongList(dialect, { kind: 'table' }, column(type))).toBe(true);
    for (const type of ['HUGEINT', 'VARCHAR', 'DECIMAL(18,0)', 'INTERVAL', 'INTEGER[]'])
      expect(takesLongList(dialect, { kind: 'table' }, column(type))).toBe(false);
    expect(takesLongList(dialect, { kind: 'table', limit: 5 }, column('BIGINT'))).toBe(false);
    expect(takesLongList(dialect, { kind: 'block' }, column('BIGINT'))).toBe(false);
    expect(takesLongList(dialect, undefined, column('BIGINT'))).toBe(false);
    expect(takesLongList({} as Dialect, { kind: 'table' }, column('BIGINT'))).toBe(false);
  });

  it('let more rows be read first for their keys, and more still where their number is a guess', () => {
    expect(mostKeys(true)).toBeGreaterThan(mostKeys(false));
    expect(mostRowsFirst(true, true)).toBe(mostKeys(true));
    expect(mostRowsFirst(false, false)).toBeGreaterThan(mostRowsFirst(false, true));
  });
});

import { describe, expect, it } from 'vitest';
import type { ColumnInfo } from '../connector.ts';
import { integerKeys } from '../integer-keys.ts';
import { keyArray } from './key-list.ts';

const column = (sourceType: string): ColumnInfo => ({ name: 'c', sourceType, type: 'BIGINT', nullable: true });
const list = (...values: (string | null)[]) => {
  const all = values.concat(Array.from({ length: 10 }, () => values[0] ?? null));
  return all.map((value) => ({ type: 'BIGINT', value }));
};

describe('keyArray', () => {
  it('writes one literal of the type of the column', () => {
    expect(keyArray(column('bigint'), list('1', '-2'))).toBe("'{1,-2,1,1,1,1,1,1,1,1,1,1}'::bigint[]");
    expect(keyArray(column('numeric(12,2)'), list('1.50'))).toMatch(/^'\{1\.50,.*\}'::numeric\[\]$/);
  });

  it('leaves to IN what no element can hold: short lists, NULLs, integers that are too wide', () => {
    expect(keyArray(column('integer'), [{ type: 'BIGINT', value: '1' }])).toBeUndefined();
    expect(keyArray(column('integer'), list('1', null))).toBeUndefined();
    expect(keyArray(column('integer'), list('1', '2147483648'))).toBeUndefined();
    expect(keyArray(column('integer'), list('1', "1}'; --"))).toBeUndefined();
  });

  it('looks at the ends of a list that DuckDB sorted, and refuses it where they do not fit', () => {
    const texts = Array.from({ length: 12 }, (_, index) => String(index - 1));
    expect(keyArray(column('integer'), integerKeys('INTEGER', texts))).toBe(`'{${texts.join(',')}}'::integer[]`);
    expect(keyArray(column('integer'), integerKeys('BIGINT', [...texts, '2147483648']))).toBeUndefined();
    expect(keyArray(column('integer'), integerKeys('BIGINT', ['-2147483649', ...texts]))).toBeUndefined();
  });

  it('keeps every letter of a text', () => {
    expect(keyArray(column('text'), list('a,b', 'NULL', '', `"\\'{}`))).toMatch(/^'\{"a,b","NULL","","\\"\\\\''\{\}",/);
  });
});

import { describe, expect, it } from 'vitest';
import type { JoinStep } from '../../lib/contract/join.ts';
import { rowBound } from './row-bound.ts';

const input = (alias: string, value: number | undefined, unique: readonly string[] = []) => ({
  alias,
  rows: value === undefined ? undefined : { value, isExact: false },
  columns: ['id', 'ref'].map((name) => ({
    name,
    type: 'BIGINT',
    sourceType: 'bigint',
    isNullable: true,
    isPrimaryKey: false,
    isUnique: unique.includes(name),
  })),
});
const step = (
  type: Extract<JoinStep, { kind: 'join' }>['type'],
  left: readonly [string, string],
  right: readonly [string, string],
): JoinStep => ({
  kind: 'join',
  type,
  keys: [
    {
      left: { input: left[0], column: left[1], normalisers: [] },
      operator: '=',
      right: { input: right[0], column: right[1], normalisers: [] },
    },
  ],
});

describe('the rows that a join can give at most', () => {
  it('are those of the side that refers to a unique key, however large it is', () => {
    const bound = rowBound({ steps: [step('inner', ['a', 'ref'], ['b', 'id'])] }, [
      input('a', 900_000_000),
      input('b', 5_000, ['id']),
    ]);
    expect(bound).toEqual({ rows: 900_000_000, openSteps: [], isHarmless: true });
  });

  it('are all pairs where neither side keeps its key unique, and harmless while they are few', () => {
    const steps = [step('left', ['a', 'ref'], ['b', 'ref'])];
    expect(rowBound({ steps }, [input('a', 1_000), input('b', 1_000)])).toMatchObject({ rows: 1e6, isHarmless: true });
    expect(rowBound({ steps }, [input('a', 100_000), input('b', 100_000)])).toEqual({
      rows: 1e10,
      openSteps: [0],
      isHarmless: false,
    });
  });

  it('are unbounded where a size is not known, and a later unique key does not undo an earlier explosion', () => {
    const first = step('inner', ['a', 'ref'], ['b', 'ref']);
    expect(rowBound({ steps: [first] }, [input('a', undefined), input('b', 10)]).isHarmless).toBe(false);
    const steps = [first, step('inner', ['b', 'ref'], ['c', 'id'])];
    const bound = rowBound({ steps }, [input('a', 1e5), input('b', 1e5), input('c', 10, ['id'])]);
    expect(bound).toMatchObject({ rows: 1e10, openSteps: [0], isHarmless: false });
  });

  it('takes no key as unique that is changed before it is compared', () => {
    const [plain] = [step('inner', ['a', 'ref'], ['b', 'id'])];
    if (plain?.kind !== 'join') throw new Error('a join');
    const keys = plain.keys.map((key) => ({
      ...key,
      right: { ...key.right, normalisers: [{ kind: 'trim' } as const] },
    }));
    const bound = rowBound({ steps: [{ ...plain, keys }] }, [input('a', 1e5), input('b', 1e5, ['id'])]);
    expect(bound.isHarmless).toBe(false);
  });
});

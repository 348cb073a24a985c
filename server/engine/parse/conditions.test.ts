import { describe, expect, it } from 'vitest';
import { conjuncts } from './conditions.ts';

let place = 0;
const column = (name: string) => ({ type: 'COLUMN_REF', column_names: [name], query_location: ++place });
const and = (...children: ReturnType<typeof column>[]) => ({ type: 'CONJUNCTION_AND', children });
const names = (node: Parameters<typeof conjuncts>[0]) =>
  conjuncts(node).map((part) => (part.type === 'COLUMN_REF' ? part.column_names : part.type));

describe('conditions that must all hold', () => {
  it('are what AND joins', () => {
    expect(names(and(column('a'), column('b')))).toEqual([['a'], ['b']]);
  });

  it('are what every branch of an OR asks for, too', () => {
    const either = { type: 'CONJUNCTION_OR', children: [and(column('a'), column('b')), and(column('c'), column('a'))] };
    expect(names(either)).toEqual(['CONJUNCTION_OR', ['a']]);
  });

  it('are nothing but the OR where one branch asks for something else', () => {
    const either = { type: 'CONJUNCTION_OR', children: [and(column('a'), column('b')), column('b'), column('c')] };
    expect(names(either)).toEqual(['CONJUNCTION_OR']);
  });
});

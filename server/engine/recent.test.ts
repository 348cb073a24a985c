import { expect, it } from 'vitest';
import { Recent } from './recent.ts';

it('forgets what was asked longest ago, and never keeps what is too heavy', () => {
  const recent = new Recent<number>(80);
  for (let index = 0; index < 8; index += 1) recent.set(`q${index}`, index, 8);
  expect(recent.get('q0')).toBe(0);
  recent.set('q8', 8, 8);
  expect([recent.get('q0'), recent.get('q1'), recent.get('q8')]).toEqual([0, undefined, 8]);
  recent.set('q8', 9, 9);
  expect(recent.get('q8')).toBeUndefined();
});

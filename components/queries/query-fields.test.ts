import { describe, expect, it } from 'vitest';
import { tagProblem, tagsOf } from './query-fields.tsx';

describe('tags as they are typed', () => {
  it('are trimmed, each once', () => {
    expect(tagsOf(' orders,, Δελτίο ,orders , ')).toEqual(['orders', 'Δελτίο']);
    expect(tagProblem(' orders, Δελτίο')).toBeUndefined();
  });

  it('are neither cut nor left out unseen', () => {
    expect(tagProblem(`short, ${'x'.repeat(51)}`)).toContain('longer than 50 characters');
    const many = Array.from({ length: 21 }, (_, n) => `t${n}`).join(',');
    expect(tagProblem(many)).toBe('A query has at most 20 tags; these are 21.');
  });
});

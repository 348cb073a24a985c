import { describe, expect, it } from 'vitest';
import { KeptAnswers } from './kept-answers.ts';

const answer = (rows: number) => ({ rows: Array.from({ length: rows }, (_, at) => [at]), isWhole: true });

describe('kept answers', () => {
  it('are given again until they are too old, or the metadata were read anew', () => {
    let [nowMs, version] = [0, 'one'];
    const kept = new KeptAnswers({ versionOf: () => version, maxAgeMs: 100, now: () => nowMs });
    kept.keep('shop', 'a', answer(3));
    expect(kept.get('shop', 'a')).toEqual(answer(3));
    expect(kept.get('crm', 'a')).toBeUndefined();
    nowMs = 99;
    expect(kept.get('shop', 'a')).toEqual(answer(3));
    nowMs = 100;
    expect(kept.get('shop', 'a')).toBeUndefined();
    kept.keep('shop', 'a', answer(3));
    version = 'two';
    expect(kept.get('shop', 'a')).toBeUndefined();
    version = 'one';
    expect(kept.get('shop', 'a')).toBeUndefined();
  });

  it('are as many as fit, those used last, and none of a connection without metadata', () => {
    const kept = new KeptAnswers({ versionOf: (id) => (id === 'new' ? undefined : 'one'), maxCells: 40 });
    kept.keep('new', 'a', answer(1));
    expect(kept.get('new', 'a')).toBeUndefined();
    kept.keep('shop', 'huge', answer(11));
    expect(kept.get('shop', 'huge')).toBeUndefined();
    for (const question of ['a', 'b', 'c', 'd']) kept.keep('shop', question, answer(9));
    expect(kept.get('shop', 'a')).toBeDefined();
    kept.keep('shop', 'e', answer(9));
    expect(['a', 'b', 'c', 'd', 'e'].filter((question) => kept.get('shop', question) !== undefined)).toEqual([
      'a',
      'c',
      'd',
      'e',
    ]);
  });
});

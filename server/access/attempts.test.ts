import { expect, it } from 'vitest';
import { Attempts } from './attempts.ts';

it('lets so many pass within the time, for each key, and says when to come again', () => {
  let now = 0;
  const attempts = new Attempts({ most: 2, withinMs: 10_000 }, () => now);
  attempts.take('ada');
  now = 4_000;
  attempts.take('ada');
  attempts.take('bo');
  expect(() => attempts.take('ada')).toThrow(
    expect.objectContaining({ code: 'too_many_requests', hint: 'Try again in 6 s.' }),
  );
  // What was refused does not count.
  now = 10_001;
  attempts.take('ada');
  expect(() => attempts.take('ada')).toThrow();
  attempts.forget('ada');
  attempts.take('ada');
});

it('keeps a bounded number of keys, the least used going first', () => {
  const attempts = new Attempts({ most: 1, withinMs: 60_000 }, () => 0);
  attempts.take('first');
  for (let count = 0; count < 19_999; count += 1) attempts.take(`key ${count}`);
  expect(() => attempts.take('first')).toThrow();
  attempts.take('one more');
  attempts.take('first');
});

import { expect, it } from 'vitest';
import { boundsOf, durationChoice, fieldOf, formatFilter, momentOf, parseFilter } from './history-filter.ts';

it('a filter and its address say the same; what is no filter is left out', () => {
  const filter = {
    q: 'größe & "a b"',
    status: 'failed' as const,
    connection: 'shop',
    from: '2026-01-01T00:00:00.000Z',
    to: '2026-02-01T00:00:00.000Z',
    minMs: 1000,
    fingerprint: '0123456789abcdef',
    pinned: 'true' as const,
  };
  expect(parseFilter(new URL(formatFilter(filter), 'http://x').searchParams)).toEqual(filter);
  expect(parseFilter(new URLSearchParams('status=odd&from=yesterday&minMs=x&fingerprint=1&other=2'))).toEqual({});
  expect(formatFilter({})).toBe('/history');
});

it('durations are chosen by their bounds', () => {
  expect(durationChoice({})).toBe('any');
  expect(durationChoice(boundsOf('over-10s'))).toBe('over-10s');
  expect(durationChoice({ minMs: 7 })).toBe('other');
});

it('fields of a form hold the moment of the reader', () => {
  expect(momentOf(fieldOf('2026-03-01T09:41:00.000Z'))).toBe('2026-03-01T09:41:00.000Z');
  expect(momentOf('')).toBeUndefined();
});

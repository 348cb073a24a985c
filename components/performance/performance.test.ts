import { describe, expect, it } from 'vitest';
import { toCsv } from './csv.ts';
import { formatFilter, parseFilter } from './filter.ts';
import { addDays, daysFrom, instantsOf, isDay } from './time-range.ts';
import { changeWords, percent } from './words.ts';

describe('time ranges', () => {
  const now = new Date('2026-11-22T12:00:00Z');

  it('begin at midnight of the zone', () => {
    expect(instantsOf('7d', 'Europe/Prague', now)).toEqual({
      from: '2026-11-15T23:00:00.000Z',
      to: now.toISOString(),
    });
    expect(instantsOf('24h', 'Europe/Prague', now).from).toBe('2026-11-21T12:00:00.000Z');
  });

  it('hold all of their last day, also where the clocks change', () => {
    const of = (from: string, to: string, zone: string) => instantsOf({ from, to }, zone, now);
    expect(of('2026-03-29', '2026-03-29', 'Europe/Prague')).toEqual({
      from: '2026-03-28T23:00:00.000Z',
      to: '2026-03-29T22:00:00.000Z',
    });
    expect(of('2026-10-25', '2026-10-25', 'America/New_York').from).toBe('2026-10-25T04:00:00.000Z');
    expect(of('2026-01-01', '2026-01-01', 'Asia/Kathmandu').from).toBe('2025-12-31T18:15:00.000Z');
  });

  it('count days', () => {
    expect([addDays('2026-02-28', 1), daysFrom('2026-02-28', '2026-03-01')]).toEqual(['2026-03-01', 2]);
    expect(['2026-02-30', '2026-2-3', '', '2026-02-28'].map(isDay)).toEqual([false, false, false, true]);
  });
});

describe('the filter in the address', () => {
  it('comes back as it was', () => {
    for (const range of ['24h', '30d', { from: '2026-01-01', to: '2026-02-01' }] as const) {
      const filter = { range, timeZone: 'Asia/Tokyo', connection: 'a b&c', fingerprint: '0123456789abcdef' };
      expect(parseFilter(new URL(formatFilter(filter), 'http://localhost').searchParams)).toEqual(filter);
    }
  });

  it('ignores what is none', () => {
    const search = new URLSearchParams('range=9y&zone=Mars/Olympus&fingerprint=zz&from=2026-02-01&to=2026-01-01');
    expect(parseFilter(search)).toMatchObject({ range: '30d', fingerprint: undefined });
    expect(parseFilter(search).timeZone).not.toContain('Mars');
  });
});

describe('CSV', () => {
  it('quotes, and defuses formulas', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['say "x", y\nz', 1.5],
          ['=1+1', 884.6549910000394],
        ],
      ),
    ).toBe('a,b\r\n"say ""x"", y\nz",1.5\r\n\'=1+1,884.655\r\n');
  });
});

describe('words', () => {
  it('say shares and changes', () => {
    expect([percent(0.0004), percent(0.042), percent(0.5)]).toEqual(['< 0.1 %', '4.2 %', '50 %']);
    expect([changeWords(100, 40), changeWords(100, 150), changeWords(100, 100), changeWords(0, 5)]).toEqual([
      '−60 %',
      '+50 %',
      'no change',
      '–',
    ]);
  });
});

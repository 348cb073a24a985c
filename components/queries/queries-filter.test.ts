import { describe, expect, it } from 'vitest';
import { allQueries } from '../../lib/client/queries.ts';
import { parseQueriesFilter, queriesAddress } from './queries-filter.ts';

describe('the filter of queries in the address', () => {
  it('comes back as it went', () => {
    const filter = { q: 'größe "a b"', tag: 'd&d', collection: 'Q4 / 2026', isFavourite: true, isOthers: true };
    const address = queriesAddress(filter, 'a b');
    expect(parseQueriesFilter(new URL(address, 'http://x').searchParams)).toEqual(filter);
    expect(new URL(address, 'http://x').searchParams.get('id')).toBe('a b');
  });

  it('is left out where nothing is chosen', () => {
    expect(queriesAddress(allQueries)).toBe('/queries');
    expect(parseQueriesFilter(new URLSearchParams('tag=+&favourite=no&other=1'))).toEqual(allQueries);
  });
});

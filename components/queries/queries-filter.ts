/** Which queries are listed, and which one is shown, as it stands in the address: a link to it shows the same. */
import { allQueries, type QueriesFilter } from '../../lib/client/queries.ts';

/** What the filter of the server takes; what is longer could match nothing. */
const LONGEST = 500;

export function parseQueriesFilter(search: URLSearchParams): QueriesFilter {
  const name = (key: string) => search.get(key)?.trim().slice(0, LONGEST) || undefined;
  return {
    q: name('q') ?? '',
    tag: name('tag'),
    collection: name('collection'),
    isFavourite: search.get('favourite') === 'true',
    isOthers: search.get('shared') === 'true',
  };
}

export function queriesAddress(filter: Partial<QueriesFilter>, id?: string): string {
  const { q, tag, collection, isFavourite, isOthers } = { ...allQueries, ...filter };
  const search = new URLSearchParams();
  if (id !== undefined) search.set('id', id);
  if (q.trim() !== '') search.set('q', q.trim());
  if (tag !== undefined) search.set('tag', tag);
  if (collection !== undefined) search.set('collection', collection);
  if (isFavourite) search.set('favourite', 'true');
  if (isOthers) search.set('shared', 'true');
  const text = search.toString();
  return text === '' ? '/queries' : `/queries?${text}`;
}

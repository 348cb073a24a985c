import { fetchComments, fetchQuery, fetchShares, fetchVersions } from '../../lib/client/queries.ts';
import type { Comment } from '../../lib/contract/comment.ts';
import type { Query, QueryVersion, Share } from '../../lib/contract/query.ts';

export interface QueryParts {
  readonly query: Query;
  readonly versions: readonly QueryVersion[];
  /** Links are told to the owner alone; empty for others. */
  readonly shares: readonly Share[];
  readonly comments: readonly Comment[];
}

/** A query with all that belongs to it, as far as whoever asks may see it. */
export async function readQuery(id: string): Promise<QueryParts> {
  const asked = fetchQuery(id);
  // In local mode there is no access to tell: everything is one's own.
  const links = asked.then(({ access = 'owner' }) => (access === 'owner' ? fetchShares(id) : []));
  const [query, versions, shares, comments] = await Promise.all([asked, fetchVersions(id), links, fetchComments(id)]);
  return { query, versions, shares, comments };
}

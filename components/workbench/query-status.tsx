import type { TabState } from '../../lib/client/document-store.ts';
import { PageLink } from '../ui/page-link.tsx';

/** Which saved query the tab belongs to; leads there. */
export function QueryStatus({ tab: { queryId, queryVersion } }: { readonly tab: TabState }) {
  if (queryId === undefined) return null;
  return (
    <PageLink href={`/queries?id=${encodeURIComponent(queryId)}`} title="Show the query with its versions and links">
      Saved as query, version {queryVersion}
    </PageLink>
  );
}

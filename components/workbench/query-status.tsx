import Link from 'next/link';
import type { TabState } from '../../lib/client/document-store.ts';

/** Which saved query the tab belongs to; leads there. */
export function QueryStatus({ tab: { queryId, queryVersion } }: { readonly tab: TabState }) {
  if (queryId === undefined) return null;
  return (
    <Link href={`/queries?id=${encodeURIComponent(queryId)}`} title="Show the query with its versions and links">
      Saved as query, version {queryVersion}
    </Link>
  );
}

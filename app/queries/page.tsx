import type { Metadata } from 'next';
import { QueriesView } from '../../components/queries/queries-view.tsx';
import { addComment, editComment, removeComment, resolveComment } from '../actions/comments.ts';
import { createDocument, saveDocument } from '../actions/documents.ts';
import { peopleNames, queryGrants, setQueryGrants } from '../actions/people.ts';
import { removeQuery, restoreQuery, revokeShare, saveQuery, setFavourite, shareQuery } from '../actions/queries.ts';
import { startRun } from '../actions/runs.ts';
import { requireSession } from '../session.ts';

export const metadata: Metadata = { title: 'Queries' };

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Saved queries. `?id=...` shows one, and the filter stands beside it, so that the address can be sent; `share=RUN` begins a link to it with the result of a run. */
export default async function QueriesPage({ searchParams }: PageProps) {
  await requireSession();
  const asked = await searchParams;
  const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined);
  return (
    <QueriesView
      key={JSON.stringify(asked)}
      wanted={one(asked.id)}
      sharedRun={one(asked.share)}
      open={{ create: createDocument, save: saveDocument, start: startRun }}
      actions={{
        save: saveQuery,
        setFavourite,
        remove: removeQuery,
        restore: restoreQuery,
        share: shareQuery,
        revoke: revokeShare,
        comments: { add: addComment, edit: editComment, resolve: resolveComment, remove: removeComment },
        sharing: { grants: queryGrants, setGrants: setQueryGrants, people: peopleNames },
      }}
    />
  );
}

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

/** Saved queries. `?id=...` shows one, so that its address can be sent. */
export default async function QueriesPage({ searchParams }: PageProps) {
  await requireSession();
  const { id } = await searchParams;
  const wanted = typeof id === 'string' ? id : undefined;
  return (
    <QueriesView
      key={wanted}
      wanted={wanted}
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

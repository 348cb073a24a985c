import type { Metadata } from 'next';
import { SharedView } from '../../../components/queries/shared-view.tsx';
import { EmptyState } from '../../../components/ui/notice.tsx';
import { PageLink } from '../../../components/ui/page-link.tsx';
import type { SharedView as Shared } from '../../../lib/contract/query.ts';
import { JoineryError } from '../../../server/errors.ts';
import { workbench } from '../../../server/index.ts';
import { createDocument, saveDocument } from '../../actions/documents.ts';
import { startRun } from '../../actions/runs.ts';
import { requireSession } from '../../session.ts';

export const metadata: Metadata = { title: 'Shared query' };

interface PageProps {
  readonly params: Promise<{ readonly token: string }>;
}

/** What a link opens. A session is needed as for every page; links that open nothing are told apart by nobody. */
export default async function SharedPage({ params }: PageProps) {
  await requireSession();
  const shared = await openShared((await params).token);
  if (shared instanceof JoineryError)
    return (
      <EmptyState title={shared.message} actions={<PageLink href="/queries">Go to your queries</PageLink>}>
        {shared.hint}
      </EmptyState>
    );
  return <SharedView shared={shared} open={{ create: createDocument, save: saveDocument, start: startRun }} />;
}

async function openShared(token: string): Promise<Shared | JoineryError> {
  try {
    return await (await workbench()).queries.openShared(token);
  } catch (thrown) {
    if (thrown instanceof JoineryError && thrown.code === 'not_found') return thrown;
    throw thrown;
  }
}

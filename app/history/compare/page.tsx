import type { Metadata } from 'next';
import { CompareView } from '../../../components/history/compare/compare-view.tsx';
import { EmptyState } from '../../../components/ui/notice.tsx';
import { PageLink } from '../../../components/ui/page-link.tsx';
import { createDocument, saveDocument } from '../../actions/documents.ts';
import { startRun } from '../../actions/runs.ts';

export const metadata: Metadata = { title: 'Compare runs' };

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** `?a=RUN&b=RUN`: two runs side by side. */
export default async function ComparePage({ searchParams }: PageProps) {
  const { a, b } = await searchParams;
  if (typeof a !== 'string' || typeof b !== 'string')
    return (
      <EmptyState title="No two runs chosen" actions={<PageLink href="/history">Go to the history</PageLink>}>
        Tick two runs in the history and choose Compare.
      </EmptyState>
    );
  return (
    <CompareView
      key={`${a} ${b}`}
      before={a}
      after={b}
      actions={{ create: createDocument, save: saveDocument, start: startRun }}
    />
  );
}

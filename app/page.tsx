import type { Metadata } from 'next';
import { WorkbenchLoader } from '../components/workbench/workbench-loader.tsx';
import { closedDocuments, createDocument, openDocuments, reopenDocument, saveDocument } from './actions/documents.ts';
import { cancelRun, explain, startRun } from './actions/runs.ts';

export const metadata: Metadata = { title: { absolute: 'Workbench · Joinery' } };

const closedListed = 50;

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The workbench. `?doc=ID` names the tab to show, so that a tab's URL can be sent. */
export default async function WorkbenchPage({ searchParams }: PageProps) {
  const { doc } = await searchParams;
  return (
    <WorkbenchLoader
      wanted={typeof doc === 'string' ? doc : undefined}
      actions={{
        documents: {
          list: openDocuments,
          get: reopenDocument,
          create: createDocument,
          save: saveDocument,
          listClosed: closedDocuments.bind(null, closedListed),
        },
        startRun,
        cancelRun,
        explain,
      }}
    />
  );
}

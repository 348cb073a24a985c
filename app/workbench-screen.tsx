import { WorkbenchLoader } from '../components/workbench/workbench-loader.tsx';
import type { DocumentKind } from '../lib/contract/document.ts';
import { describeResult, exportDescription, saveDescription } from './actions/assistant.ts';
import { closedDocuments, createDocument, openDocuments, reopenDocument, saveDocument } from './actions/documents.ts';
import { pinRun } from './actions/history.ts';
import { saveQuery } from './actions/queries.ts';
import { cancelRun, explain, startRun } from './actions/runs.ts';

const closedListed = 50;

export interface ScreenProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The workbench with its server actions. `?doc=ID` names the tab to show, so that a tab's URL can be sent. */
export async function WorkbenchScreen({ searchParams, screen }: ScreenProps & { readonly screen: DocumentKind }) {
  const { doc } = await searchParams;
  return (
    <WorkbenchLoader
      wanted={typeof doc === 'string' ? doc : undefined}
      screen={screen}
      actions={{
        documents: {
          list: openDocuments,
          get: reopenDocument,
          create: createDocument,
          save: saveDocument,
          listClosed: closedDocuments.bind(null, closedListed),
        },
        queries: { save: saveQuery },
        assistant: { describe: describeResult, saveDescription, exportDescription },
        startRun,
        cancelRun,
        pinRun,
        explain,
      }}
    />
  );
}

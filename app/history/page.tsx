import type { Metadata } from 'next';
import { HistoryView } from '../../components/history/history-view.tsx';
import { createDocument, saveDocument } from '../actions/documents.ts';
import { pinRun, removeRuns } from '../actions/history.ts';
import { saveQuery } from '../actions/queries.ts';
import { startRun } from '../actions/runs.ts';

export const metadata: Metadata = { title: 'History' };

/** Every run, with its way back to the workbench. */
export default function HistoryPage() {
  return (
    <HistoryView
      actions={{
        create: createDocument,
        save: saveDocument,
        start: startRun,
        saveQuery,
        pin: pinRun,
        remove: removeRuns,
      }}
    />
  );
}

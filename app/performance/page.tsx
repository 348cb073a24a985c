import type { Metadata } from 'next';
import { PerformanceView } from '../../components/performance/performance-view.tsx';
import { createDocument, saveDocument } from '../actions/documents.ts';
import { startRun } from '../actions/runs.ts';

export const metadata: Metadata = { title: 'Performance' };

/** How long queries take, and what they wait for. */
export default function PerformancePage() {
  return <PerformanceView actions={{ create: createDocument, save: saveDocument, start: startRun }} />;
}

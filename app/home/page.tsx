import type { Metadata } from 'next';
import { HomeView } from '../../components/home/home-view.tsx';
import { createDocument, saveDocument } from '../actions/documents.ts';
import { startRun } from '../actions/runs.ts';

export const metadata: Metadata = { title: 'Home' };

/** What ran last, what was kept, what others shared. */
export default function HomePage() {
  return <HomeView actions={{ create: createDocument, save: saveDocument, start: startRun }} />;
}

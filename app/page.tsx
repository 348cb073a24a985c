import type { Metadata } from 'next';
import { type ScreenProps, WorkbenchScreen } from './workbench-screen.tsx';

export const metadata: Metadata = { title: { absolute: 'Workbench · Joinery' } };

/** Statements: the tabs of the workbench, a statement in front. */
export default function WorkbenchPage(props: ScreenProps) {
  return <WorkbenchScreen {...props} screen="statement" />;
}

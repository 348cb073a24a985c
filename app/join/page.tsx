import type { Metadata } from 'next';
import { type ScreenProps, WorkbenchScreen } from '../workbench-screen.tsx';

export const metadata: Metadata = { title: 'Join' };

/** The join builder: the tabs of the workbench, a join in front. */
export default function JoinPage(props: ScreenProps) {
  return <WorkbenchScreen {...props} screen="join" />;
}

import Link from 'next/link';
import { EmptyState } from '../components/ui/notice.tsx';

/** An address that leads nowhere, or nowhere for whoever asks. */
export default function NotFoundPage() {
  return (
    <EmptyState title="There is no such page" actions={<Link href="/home">Home</Link>}>
      The address may be mistyped, or what it showed is gone or not shared with you.
    </EmptyState>
  );
}

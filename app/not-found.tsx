import { EmptyState } from '../components/ui/notice.tsx';
import { PageLink } from '../components/ui/page-link.tsx';

/** An address that leads nowhere, or nowhere for whoever asks. */
export default function NotFoundPage() {
  return (
    <EmptyState title="There is no such page" actions={<PageLink href="/home">Home</PageLink>}>
      The address may be mistyped, or what it showed is gone or not shared with you.
    </EmptyState>
  );
}

'use client';

import { Button } from '../components/ui/button.tsx';
import { EmptyState } from '../components/ui/notice.tsx';

interface ErrorPageProps {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** A page that failed on the server or in the browser. Its message stays in the server's log; the digest leads there. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <EmptyState
      title="This page could not be shown"
      actions={
        <Button kind="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      Nothing is lost: drafts, runs and results are kept on the server.
      {error.digest === undefined ? null : ` If it happens again, the server log says more under ${error.digest}.`}
    </EmptyState>
  );
}

import { useRouter } from 'next/navigation';
import { useCallback } from 'react';
import { noteLeaving } from '../../lib/client/leaving.ts';

type Options = Parameters<ReturnType<typeof useRouter>['push']>[1];

/** Leads to another page of Joinery, as a `PageLink` does. Nobody replaces the address on the way. */
export function useGo(): (href: string, options?: Options) => void {
  const router = useRouter();
  return useCallback(
    (href, options) => {
      noteLeaving(href);
      router.push(href, options);
    },
    [router],
  );
}

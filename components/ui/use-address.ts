import { useEffect } from 'react';
import { isLeaving } from '../../lib/client/leaving.ts';

/**
 * Keeps the address of the page at `address`, a path with its search, so that what is shown can be sent; undefined leaves it. Nothing is written where it stands already, or once a link to another
 * page has been followed: Next takes each replacement for a newer wish and calls the way there off.
 */
export function useAddress(address: string | undefined): void {
  useEffect(() => {
    if (address === undefined || isLeaving()) return;
    if (window.location.href === new URL(address, window.location.href).href) return;
    // Without a state of its own, so that Next follows with the path.
    window.history.replaceState(null, '', address);
  }, [address]);
}

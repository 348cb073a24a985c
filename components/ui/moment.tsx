'use client';

import { useSyncExternalStore } from 'react';
import { formatMoment } from '../../lib/format/time.ts';

const never = () => () => undefined;

/** Day and minute in the reader's zone, also where the server draws the page first: it does not know that zone and says UTC until the browser does. */
export function Moment({ iso }: { readonly iso: string }) {
  const words = useSyncExternalStore(
    never,
    () => formatMoment(iso),
    () => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`,
  );
  return <time dateTime={iso}>{words}</time>;
}

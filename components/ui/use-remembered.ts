'use client';

import { useCallback, useEffect, useState } from 'react';

/** A small choice that this browser remembers. The first drawing uses `initial`, as the server's does. */
export function useRemembered(key: string, initial: boolean): [boolean, (value: boolean) => void] {
  const [value, setValue] = useState(initial);
  useEffect(() => {
    const kept = localStorage.getItem(key);
    if (kept !== null) setValue(kept === 'true');
  }, [key]);
  const remember = useCallback(
    (next: boolean) => {
      setValue(next);
      localStorage.setItem(key, String(next));
    },
    [key],
  );
  return [value, remember];
}

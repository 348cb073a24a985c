'use client';

import { useCallback, useEffect, useState } from 'react';

const shownMs = 5000;

/** A short message in the status line that goes by itself. */
export function useNotice(): [string | undefined, (message: string) => void] {
  const [notice, setNotice] = useState<{ readonly text: string }>();
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => setNotice(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [notice]);
  return [notice?.text, useCallback((text: string) => setNotice({ text }), [])];
}

'use client';

import { useCallback, useState } from 'react';

/** Words for a live region, and how to say them. The same words twice are announced twice: the second time with a blank behind. */
export function useAnnouncer(): readonly [said: string, announce: (words: string) => void] {
  const [said, setSaid] = useState('');
  const announce = useCallback(
    (words: string) => setSaid((before) => (before === words ? `${words}\u00a0` : words)),
    [],
  );
  return [said, announce];
}

import { useEffect, useState } from 'react';
import { isEnded, type Run } from '../../lib/contract/run.ts';

const TICK_MS = 100;

/** Milliseconds that a run has taken so far; ticks while it goes. A clock behind the server's counts from when the run was first seen. */
export function useElapsed(run: Run): number {
  const hasEnded = isEnded(run.status);
  const [now, setNow] = useState(() => Date.now());
  const [seenAt] = useState(() => Date.now());
  useEffect(() => {
    if (hasEnded) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [hasEnded]);
  if (hasEnded) return run.timings.totalMs;
  return Math.max(0, now - Math.min(Date.parse(run.startedAt), seenAt));
}

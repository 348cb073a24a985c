/** Watches one job of an engine process from outside. DuckDB heeds neither time limit nor stop in the middle of one expression; then its process has to go. */
import { Cancelled, JoineryError } from '../errors.ts';

/** Time for a job to end by itself after its limit, or after it was stopped. */
export const HEED_MS = 5_000;
/** What a process may hold beside DuckDB's own memory: Node itself, rows on their way, values that DuckDB does not count. */
const BESIDE_BYTES = 1024 ** 3;

export const mostMemoryBytes = (runMemoryBytes: number): number => Math.floor(runMemoryBytes * 1.25) + BESIDE_BYTES;

/** Calls `onOverdue` with the job's outcome if it has not ended in time. Answers how to stop watching. */
export function watchJob(limitMs: number, signal: AbortSignal, onOverdue: (outcome: Error) => void): () => void {
  let stopTimer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    stopTimer ??= setTimeout(() => onOverdue(new Cancelled()), HEED_MS);
  };
  const limitTimer = setTimeout(() => onOverdue(overTime(limitMs)), limitMs + HEED_MS);
  signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(limitTimer);
    clearTimeout(stopTimer);
    signal.removeEventListener('abort', onAbort);
  };
}

const overTime = (limitMs: number): JoineryError =>
  new JoineryError(
    'run_timeout',
    `The run reached its time limit of ${Math.round(limitMs / 1000)} seconds and was stopped.`,
    {
      hint: 'One expression of it takes very long. Select less, or raise limits.runTime in config.yaml.',
    },
  );

export const overMemory = (): JoineryError =>
  new JoineryError('out_of_memory', 'The run needed more memory than one run may have, and was stopped.', {
    hint: 'Look for a very long text or list that it makes. Select less, or raise limits.runMemory in config.yaml.',
  });

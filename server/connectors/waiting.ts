/** Waiting for clients that know neither our signals nor an end of their own. */
import { Cancelled } from '../errors.ts';

/** What `work` gives, or `Cancelled` as soon as the signal says so. */
export async function raced<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  if (signal.aborted) throw new Cancelled();
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(new Cancelled());
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** `Cancelled` as soon as the signal says so. */
export async function pause(timeMs: number, signal: AbortSignal): Promise<void> {
  const waited = Promise.withResolvers<void>();
  const timer = setTimeout(waited.resolve, timeMs);
  try {
    await raced(waited.promise, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** What `work` gives, or after `timeMs` what `late` gives or throws; the work itself goes on. */
export async function withinTime<Result, Late>(
  work: Promise<Result>,
  timeMs: number,
  late: () => Late,
): Promise<Result | Late> {
  const waited = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => waited.resolve(undefined), timeMs);
  try {
    return await Promise.race([work, waited.promise.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}

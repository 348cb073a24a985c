/** Small streams need no pipe: one that has ended before it is read is a file, which DuckDB opens at once and may read more than once. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { giveBack } from '../../connectors/byte-pool.ts';
import { toJoineryError } from '../../errors.ts';
import type { OpenFetch } from './open-fetch.ts';

/** Largest stream that lands in a file. DuckDB begins with a piped one only when so many have come, or its end, and until then its threads take processor time from whoever sends. */
export const LANDING_BYTES = 8 * 1_048_576;
/** How long to wait for the end of a stream that may be small. */
const WAIT_MS = 10;
/** A stream expected to have no more rows than this is waited for until it ends or grows. */
const FEW_ROWS = 400_000;

/**
 * Writes the whole stream to `path` if it is small and ends soon; answers its size, or undefined if it has to be piped. Rejects with the
 * source's error.
 */
export async function landIfSmall(fetch: OpenFetch, path: string, signal: AbortSignal): Promise<number | undefined> {
  const { bytes, stream, entry, plan } = fetch;
  if (bytes === undefined || stream.kind !== 'csv') return undefined;
  const isFew = plan.needs.estimatedRows !== undefined && plan.needs.estimatedRows <= FEW_ROWS;
  const whole = bytes.whole(LANDING_BYTES).catch((thrown: unknown) => {
    entry.end(signal.aborted ? 'cancelled' : 'failed');
    throw toJoineryError(thrown);
  });
  const chunks = isFew ? await whole : await Promise.race([whole, waited(signal)]);
  if (chunks === undefined) {
    whole.catch(() => undefined);
    return undefined;
  }
  signal.throwIfAborted();
  writeNow(path, chunks);
  await bytes.return?.();
  entry.end('done', { rows: stream.rows() });
  return chunks.reduce((size, chunk) => size + chunk.byteLength, 0);
}

/** So few bytes are written sooner than another thread could be asked to. */
function writeNow(path: string, chunks: readonly Uint8Array[]): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    for (const chunk of chunks) {
      for (let written = 0; written < chunk.byteLength; ) written += writeSync(file, chunk, written);
      giveBack(chunk);
    }
  } finally {
    closeSync(file);
  }
}

async function waited(signal: AbortSignal): Promise<undefined> {
  await delay(WAIT_MS, undefined, { signal, ref: false });
  return undefined;
}

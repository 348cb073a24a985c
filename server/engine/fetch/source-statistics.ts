import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../log.ts';
import type { OpenFetch } from './open-fetch.ts';

/** A source that keeps its figures longer to itself is not waited for. */
const WAIT_MS = 1_000;

/** Puts the sources' own figures of ended fetches into the ledger. What a source does not tell in time is left out; nothing here fails a run. */
export async function addSourceStatistics(fetches: readonly OpenFetch[], log: Log): Promise<void> {
  const asked = fetches.flatMap(({ stream, entry }) => {
    if (stream.kind === 'relation' || stream.statistics === undefined || entry.snapshot.status !== 'done') return [];
    const told = stream.statistics().then(
      (source) => source !== undefined && entry.addSourceStatistics(source),
      (thrown: unknown) => log.debug({ err: thrown }, 'A source did not tell its own figures'),
    );
    return [told];
  });
  if (asked.length === 0) return;
  const limit = new AbortController();
  const late = delay(WAIT_MS, undefined, { signal: limit.signal }).catch(() => undefined);
  await Promise.race([Promise.all(asked), late]);
  limit.abort();
}

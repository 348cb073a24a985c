import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { writeFileAtomic } from '../catalog/atomic-file.ts';
import type { Observation, Observations } from '../engine/engine.ts';
import type { Log } from '../log.ts';

/** Readings remembered; beyond it the one not seen for longest goes. */
const MOST = 20_000;
/** A reading older than this says nothing about the table of today. */
const MAX_AGE_MS = 7 * 86_400_000;
const SAVE_DELAY_MS = 5_000;

const keptSchema = z.array(z.tuple([z.string(), z.number(), z.number()]));

export interface StoredObservations extends Observations {
  /** Writes what is not on disk yet. */
  close(): Promise<void>;
}

/**
 * How many rows each kind of fetch brought when it was made last, in `<dataDir>/observations.json`: estimates of the next run. Losing the file costs
 * nothing but estimates, so it is written late, and one that cannot be read is begun anew.
 */
export async function openObservations(dataDir: string, log: Log): Promise<StoredObservations> {
  const file = path.join(dataDir, 'observations.json');
  const seen = await readKept(file, log);
  const closing = new AbortController();
  let saving: Promise<void> | undefined;

  const save = async (): Promise<void> => {
    const kept = [...seen].map(([key, { rows, at }]) => [key, rows, at]);
    await writeFileAtomic(file, JSON.stringify(kept)).catch((thrown: unknown) =>
      log.warn({ err: thrown }, 'The observed row counts could not be written; estimates start anew after a restart'),
    );
  };
  const saveSoon = (): void => {
    saving ??= delay(SAVE_DELAY_MS, undefined, { signal: closing.signal, ref: false })
      .catch(() => undefined)
      .then(save)
      .finally(() => {
        saving = undefined;
      });
  };

  return {
    async rowsOf(keys) {
      const oldest = Date.now() - MAX_AGE_MS;
      return keys.map((key) => {
        const known = seen.get(key);
        return known === undefined || known.at < oldest ? undefined : known.rows;
      });
    },
    note(observations: readonly Observation[]) {
      for (const { key, rows } of observations) {
        seen.delete(key);
        seen.set(key, { rows, at: Date.now() });
      }
      for (const key of seen.keys()) {
        if (seen.size <= MOST) break;
        seen.delete(key);
      }
      if (observations.length > 0) saveSoon();
    },
    async close() {
      closing.abort();
      await saving;
    },
  };
}

async function readKept(file: string, log: Log): Promise<Map<string, { readonly rows: number; readonly at: number }>> {
  try {
    const kept = keptSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return new Map(kept.map(([key, rows, at]) => [key, { rows, at }]));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn('The observed row counts cannot be read; they are collected anew');
    return new Map();
  }
}

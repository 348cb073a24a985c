/** Writes how runs go on. A database that is away for a moment must not lose the end of a run. */
import { setTimeout as delay } from 'node:timers/promises';
import { isEnded, type Run } from '../../lib/contract/run.ts';
import type { Client } from './database.ts';
import { isAway } from './postgres/away.ts';
import type { Presence } from './postgres/presence.ts';
import { updateRun } from './runs.ts';

const TRIES = 10;
const PAUSE_MS = 500;

export interface RunWriter {
  update(run: Run): Promise<void>;
}

/** An end that cannot be kept for longer than the tries is written with the first beat that the database takes again. */
export function runWriter(client: Client, presence: Presence | undefined): RunWriter {
  const waiting = new Map<string, Run>();
  presence?.onBeat(async () => {
    for (const [id, run] of waiting) {
      await updateRun(client, run);
      waiting.delete(id);
    }
  });
  return {
    async update(run) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await updateRun(client, run);
        } catch (thrown) {
          if (presence === undefined || !isEnded(run.status) || !isAway(thrown)) throw thrown;
          if (attempt === TRIES) {
            waiting.set(run.id, run);
            throw thrown;
          }
          await delay(PAUSE_MS);
        }
      }
    },
  };
}

/** Writes how runs go on. A database that is away for a moment, or a disk that is full, must not lose the end of a run. */
import { setTimeout as delay } from 'node:timers/promises';
import { isEnded, type Run } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import { type Client, isDiskFull, storeError } from './database.ts';
import { isAway } from './postgres/away.ts';
import type { Presence } from './postgres/presence.ts';
import { updateRun } from './runs.ts';

const TRIES = 10;
const PAUSE_MS = 500;
/** Until a file that took no more is tried again. */
const AGAIN_MS = 5_000;

export interface RunWriter {
  update(run: Run): Promise<void>;
  /** The end of a run that the database could not take yet, else what it holds. */
  newest(kept: Run): Run;
  /** Tries once more to write what waits. */
  close(): Promise<void>;
}

/** An end that cannot be written waits here: for the first beat that the database takes again, or for room on the disk. */
export function runWriter(client: Client, presence: Presence | undefined, againMs = AGAIN_MS): RunWriter {
  const waiting = new Map<string, Run>();
  let timer: NodeJS.Timeout | undefined;
  const writeWaiting = async (): Promise<void> => {
    for (const [id, run] of waiting) {
      await updateRun(client, run).catch((thrown: unknown) => {
        // Deleted meanwhile.
        if (!(thrown instanceof JoineryError && thrown.code === 'not_found')) throw thrown;
      });
      waiting.delete(id);
    }
  };
  presence?.onBeat(writeWaiting);
  const writeLater = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      writeWaiting().catch(writeLater);
    }, againMs).unref();
  };
  return {
    async update(run) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await updateRun(client, run);
        } catch (thrown) {
          if (!isEnded(run.status)) throw thrown;
          if (isFull(thrown)) {
            waiting.set(run.id, run);
            writeLater();
            throw thrown;
          }
          if (presence === undefined || !isAway(thrown)) throw thrown;
          if (attempt === TRIES) {
            waiting.set(run.id, run);
            throw thrown;
          }
          await delay(PAUSE_MS);
        }
      }
    },
    newest: (kept) => waiting.get(kept.id) ?? kept,
    async close() {
      clearTimeout(timer);
      // What still cannot be written is found going at the next start, and marked interrupted.
      if (waiting.size > 0) await writeWaiting().catch(() => undefined);
    },
  };
}

const isFull = (thrown: unknown): boolean => isDiskFull(storeError(thrown));

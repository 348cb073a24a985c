/** Processes that work for runs and exports leave the processor to whoever wants it at the same moment: above all to the web server. */
import { getPriority, setPriority } from 'node:os';
import type { Log } from './log.ts';

/**
 * How much nicer than the web server they are (Unix: steps of `nice`; Windows: below normal). Why this, and what it does to figures:
 * docs/decisions/0016-people-first.md.
 */
export const WORK_NICENESS = 5;
const NICEST = 19;

/**
 * For a process that has just been started: threads and processes that it starts itself follow. A system that refuses changes nothing but the
 * turn in which work is done.
 */
export function letServerGoFirst(pid: number | undefined, log: Pick<Log, 'debug'> | undefined): void {
  // Without a number it did not start, which its own error tells; 0 would mean this process.
  if (pid === undefined) return;
  try {
    setPriority(pid, Math.min(NICEST, getPriority() + WORK_NICENESS));
  } catch (thrown) {
    log?.debug({ err: thrown, pid }, 'A process goes on at the priority of the server');
  }
}

/** Tells whoever keeps the server that the disk is full, and not each time: every draft and run would say it again. */
import type { Log } from '../log.ts';

const AGAIN_MS = 60_000;

let log: Log | undefined;
let toldAtMs = Number.NEGATIVE_INFINITY;

/** One history is open in a process. */
export function tellFullDiskTo(to: Log | undefined): void {
  log = to;
  toldAtMs = Number.NEGATIVE_INFINITY;
}

export function noteFullDisk(): void {
  const nowMs = performance.now();
  if (log === undefined || nowMs - toldAtMs < AGAIN_MS) return;
  toldAtMs = nowMs;
  log.error(
    'The disk of the data folder is full: no run can begin and no draft be saved until there is room. Runs that end meanwhile are written then.',
  );
}

/** Where the time of a run and of one of its fetches went, as people read it. */
import type { Stages } from '../contract/performance.ts';
import type { Fetch, Run } from '../contract/run.ts';
import { longestFetchMs, remainingMs, sourceStages } from '../contract/run-stages.ts';
import { formatDuration } from './duration.ts';

/**
 * `queue 0 ms, plan 12 ms, waiting for sources 100 ms, transfer 20 ms, join 40 ms, first row after 172 ms`; `together` names the sources where they are one figure, `end`
 * what came after all of it.
 */
export function stageWords(stages: Omit<Stages, 'runs'>, together: string, end = 'first row after'): string {
  const { queueMs, planMs, sourceMs, waitMs, transferMs, joinMs } = stages;
  const sources = { 'waiting for sources': waitMs, transfer: transferMs };
  const parts = {
    queue: queueMs,
    plan: planMs,
    ...(waitMs === undefined ? { [together]: sourceMs } : sources),
    join: joinMs,
    [end]: queueMs + planMs + sourceMs + joinMs,
  };
  return Object.entries(parts)
    .map(([name, ms]) => `${name} ${formatDuration(ms ?? 0)}`)
    .join(', ');
}

/** Of a run that has ended; one without rows has no first one. */
export function runStageWords({ status, timings, fetches }: Pick<Run, 'status' | 'timings' | 'fetches'>): string {
  const split = sourceStages(fetches);
  const sourceMs = split === undefined ? longestFetchMs(fetches) : split.waitMs + split.transferMs;
  const stages = { ...timings, ...split, sourceMs, joinMs: remainingMs(timings, sourceMs) };
  return stageWords(stages, 'longest fetch', status === 'succeeded' ? 'first row after' : 'ended after');
}

/** `first bytes after 100 ms, rows came for 20 ms`; nothing of a run that did not take it. */
export function fetchStageWords(fetch: Pick<Fetch, 'waitMs' | 'transferMs' | 'isInPlace'>): string | undefined {
  const { waitMs, transferMs, isInPlace } = fetch;
  if (isInPlace === true) return 'read in place while joining';
  if (waitMs === undefined || transferMs === undefined) return undefined;
  return `first bytes after ${formatDuration(waitMs)}, rows came for ${formatDuration(transferMs)}`;
}

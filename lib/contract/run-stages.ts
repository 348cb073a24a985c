/** What the time of a run went into, told by its timings and its ledger. */
import type { Fetch, RunTimings } from './run.ts';

/** What a run's sources took of its time: milliseconds. */
export interface SourceStages {
  /** Nothing had come yet: the sources worked, or the way to them was long. */
  readonly waitMs: number;
  /** Rows came. */
  readonly transferMs: number;
}

/**
 * Fetches go side by side, and after those whose keys reduce them: the figures are those of the fetches that followed each other longest. Fetches in place count
 * nothing, as the join reads them. Undefined where a fetch has no figures: in runs of versions that did not take them.
 */
export function sourceStages(fetches: readonly Fetch[]): SourceStages | undefined {
  if (!fetches.every(({ waitMs, isInPlace }) => waitMs !== undefined || isInPlace === true)) return undefined;
  const byIndex = new Map(fetches.map((fetch) => [fetch.index, fetch]));
  const known = new Map<number, SourceStages>();
  const upTo = ({ index, waitMs = 0, transferMs = 0, reducers = [] }: Fetch): SourceStages => {
    const found = known.get(index);
    if (found !== undefined) return found;
    known.set(index, NOTHING);
    const before = longest(
      reducers.flatMap(({ from }) => {
        const source = byIndex.get(from);
        return source === undefined ? [] : [upTo(source)];
      }),
    );
    const stages = { waitMs: before.waitMs + waitMs, transferMs: before.transferMs + transferMs };
    known.set(index, stages);
    return stages;
  };
  return longest(fetches.map(upTo));
}

const NOTHING: SourceStages = { waitMs: 0, transferMs: 0 };
const longest = (all: readonly SourceStages[]): SourceStages =>
  all.reduce((a, b) => (b.waitMs + b.transferMs > a.waitMs + a.transferMs ? b : a), NOTHING);

/** The longest fetch as a whole: what is known of runs without `sourceStages`. 0 without fetches. */
export const longestFetchMs = (fetches: readonly Fetch[]): number => Math.max(0, ...fetches.map(({ ms }) => ms));

/** What remains of the total: joining, reading in place, storing. What went on while rows came counts as their transfer. */
export const remainingMs = ({ totalMs, queueMs, planMs }: RunTimings, sourceMs: number): number =>
  Math.max(0, totalMs - queueMs - planMs - sourceMs);

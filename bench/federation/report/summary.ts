/** What the measured times say: medians, ratios, means. */
import type { Measured, Results } from '../measure.ts';
import type { Runner } from '../runners/runner.ts';
import type { Statement } from '../statements.ts';

export interface Row {
  readonly id: string;
  readonly title: string;
  /** Median seconds by runner; a runner that has none is in `notes`. */
  readonly seconds: Readonly<Record<string, number>>;
  /** `wrong`, `failed` or `time limit` by runner, with the reason. */
  readonly notes: Readonly<Record<string, { readonly outcome: Measured['outcome']; readonly message: string }>>;
  readonly bestPeer?: string;
  /** How many times longer it took the other: above 1, Joinery is faster. */
  readonly timesFasterThan: Readonly<Record<string, number>>;
  /** Peers that gave up: Joinery is at least so many times faster. */
  readonly atLeastTimesFasterThan: Readonly<Record<string, number>>;
  readonly moved?: { readonly rows: number; readonly bytes: number };
  readonly peakMemoryBytes: Readonly<Record<string, number>>;
}

export interface Summary {
  readonly rows: readonly Row[];
  /** Geometric means of how many times faster Joinery is, and over how many statements; a peer out of time counts with the limit. */
  readonly means: Readonly<Record<string, { readonly timesFaster: number; readonly statements: number }>>;
  /** Statements that Joinery did not answer, or answered wrongly. */
  readonly unanswered: readonly string[];
  /** Slower than the best peer by more than a tenth and by more than 50 ms. */
  readonly slower: readonly string[];
}

export function summarise(
  statements: readonly Statement[],
  runners: readonly Runner[],
  results: Results,
  timeLimitMs: number,
): Summary {
  const rows = statements.map((statement) =>
    rowOf(statement, runners, results.get(statement.id) ?? new Map(), timeLimitMs),
  );
  const means: Record<string, { timesFaster: number; statements: number }> = {};
  for (const { name, role } of runners) {
    if (role === 'subject') continue;
    const ratios = rows.flatMap((row) => row.timesFasterThan[name] ?? row.atLeastTimesFasterThan[name] ?? []);
    if (ratios.length > 0) means[name] = { timesFaster: geometricMean(ratios), statements: ratios.length };
  }
  const best = rows.flatMap((row) => (row.bestPeer === undefined ? [] : (row.timesFasterThan[row.bestPeer] ?? [])));
  if (best.length > 0) means['best peer'] = { timesFaster: geometricMean(best), statements: best.length };
  return {
    rows,
    means,
    unanswered: rows.filter((row) => row.notes.joinery !== undefined).map(({ id }) => id),
    slower: rows.filter(isSlower).map(({ id }) => id),
  };
}

function rowOf(
  { id, title }: Statement,
  runners: readonly Runner[],
  measured: ReadonlyMap<string, Measured>,
  timeLimitMs: number,
): Row {
  const seconds: Record<string, number> = {};
  const notes: Record<string, { outcome: Measured['outcome']; message: string }> = {};
  const peakMemoryBytes: Record<string, number> = {};
  for (const [name, one] of measured) {
    if (one.outcome === 'right') seconds[name] = medianMs(one) / 1000;
    else notes[name] = { outcome: one.outcome, message: one.message ?? '' };
    if (one.peakMemoryBytes !== undefined) peakMemoryBytes[name] = one.peakMemoryBytes;
  }
  const others = runners.filter(({ role }) => role !== 'subject').map(({ name }) => name);
  const ours = seconds.joinery;
  const ratios = (secondsOf: (name: string) => number | undefined): Record<string, number> =>
    Object.fromEntries(
      others.flatMap((name) => {
        const theirs = secondsOf(name);
        return ours === undefined || theirs === undefined ? [] : [[name, theirs / ours]];
      }),
    );
  const [bestPeer] = runners
    .filter(({ name, role }) => role === 'peer' && seconds[name] !== undefined)
    .map(({ name }) => name)
    .sort((a, b) => (seconds[a] ?? 0) - (seconds[b] ?? 0));
  const moved = measured.get('joinery')?.moved;
  return {
    id,
    title,
    seconds,
    notes,
    ...(bestPeer === undefined ? {} : { bestPeer }),
    timesFasterThan: ratios((name) => seconds[name]),
    atLeastTimesFasterThan: ratios((name) => (notes[name]?.outcome === 'time limit' ? timeLimitMs / 1000 : undefined)),
    ...(moved === undefined ? {} : { moved }),
    peakMemoryBytes,
  };
}

function isSlower({ seconds, bestPeer }: Row): boolean {
  const theirs = bestPeer === undefined ? undefined : seconds[bestPeer];
  if (theirs === undefined || seconds.joinery === undefined) return false;
  return seconds.joinery > theirs + Math.max(theirs * 0.1, 0.05);
}

/** The warm-up's time where the statement was so slow that nothing followed it. */
function medianMs({ timesMs, warmUpMs = Number.NaN }: Measured): number {
  const sorted = [...timesMs].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? warmUpMs : (low + high) / 2;
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

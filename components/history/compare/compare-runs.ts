/** Two runs side by side, in figures and words. */
import { FEDERATED, type Fetch, type ResultColumn, type Run } from '../../../lib/contract/run.ts';
import { longestFetchMs, remainingMs, type SourceStages, sourceStages } from '../../../lib/contract/run-stages.ts';
import { formatBytes } from '../../../lib/format/bytes.ts';
import { formatDuration } from '../../../lib/format/duration.ts';
import { formatCount } from '../../../lib/format/number.ts';

/** One line: a figure or word of each run, and how the second differs. */
export interface CompareLine {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** `−40 %`; empty where there is no figure to speak of, or no difference. */
  readonly change: string;
  readonly tone?: 'better' | 'worse' | undefined;
}

interface Measure {
  readonly name: string;
  readonly values: readonly [number | undefined, number | undefined];
  readonly format: (value: number) => string;
  /** Less is better: times, and what is read for the same rows. */
  readonly isCost: boolean;
}

/** Changes smaller than this are noise for the eye. */
const NOTABLE_SHARE = 0.05;

const lineOf = ({ name, values: [before, after], format, isCost }: Measure): CompareLine => ({
  name,
  before: before === undefined ? '–' : format(before),
  after: after === undefined ? '–' : format(after),
  ...changeOf(before, after, isCost),
});

function changeOf(before: number | undefined, after: number | undefined, isCost: boolean) {
  if (before === undefined || after === undefined || before === after) return { change: '' };
  if (before === 0) return { change: 'new' };
  const share = after / before - 1;
  const size = Math.abs(share) * 100;
  if (size < 0.5) return { change: '' };
  const words = share > 9 ? `× ${formatCount(after / before)}` : `${share > 0 ? '+' : '−'}${Math.round(size)} %`;
  const tone =
    !isCost || Math.abs(share) < NOTABLE_SHARE ? undefined : share > 0 ? ('worse' as const) : ('better' as const);
  return { change: words, tone };
}

/** A run that failed early is no better for it. */
const isFair = (before: Run, after: Run): boolean => before.status === 'succeeded' && after.status === 'succeeded';

/**
 * Times by stage; what is joined while rows come counts as their transfer. Where one of the runs does not tell waiting and transfer apart, the join is what the longest
 * fetch leaves in both.
 */
export function timeLines(before: Run, after: Run): CompareLine[] {
  const both = (of: (run: Run) => number | undefined) => [of(before), of(after)] as const;
  const line = (name: string, of: (run: Run) => number | undefined): CompareLine =>
    lineOf({ name, values: both(of), format: formatDuration, isCost: isFair(before, after) });
  const isSplit = [before, after].every(({ fetches }) => sourceStages(fetches) !== undefined);
  const stage = (of: (stages: SourceStages) => number) => (run: Run) => {
    const stages = run.fetches.length === 0 ? undefined : sourceStages(run.fetches);
    return stages === undefined ? undefined : of(stages);
  };
  const sourceMs = ({ fetches }: Run): number => {
    const stages = isSplit ? sourceStages(fetches) : undefined;
    return stages === undefined ? longestFetchMs(fetches) : stages.waitMs + stages.transferMs;
  };
  return [
    line('All in all, first row', ({ timings }) => timings.totalMs),
    line('Waiting in the queue', ({ timings }) => timings.queueMs),
    line('Planning', ({ timings }) => timings.planMs),
    line(
      'Waiting for sources',
      stage(({ waitMs }) => waitMs),
    ),
    line(
      'Transfer',
      stage(({ transferMs }) => transferMs),
    ),
    line('Longest fetch', ({ fetches }) => (fetches.length === 0 ? undefined : longestFetchMs(fetches))),
    line('Joining and storing', (run) => remainingMs(run.timings, sourceMs(run))),
  ];
}

const sum = (fetches: readonly Fetch[], name: 'rows' | 'bytes'): number =>
  fetches.reduce((total, fetch) => total + fetch[name], 0);

export function sizeLines(before: Run, after: Run): CompareLine[] {
  const line = (name: string, format: Measure['format'], isCost: boolean, of: (run: Run) => number): CompareLine =>
    lineOf({ name, values: [of(before), of(after)], format, isCost: isCost && isFair(before, after) });
  return [
    line('Rows of the result', formatCount, false, ({ rows }) => rows),
    line('Columns', formatCount, false, ({ columns }) => columns.length),
    line('Size of the result', formatBytes, false, ({ resultBytes }) => resultBytes),
    line('Rows read from sources', formatCount, true, ({ fetches }) => sum(fetches, 'rows')),
    line('Bytes read from sources', formatBytes, true, ({ fetches }) => sum(fetches, 'bytes')),
    line('Peak memory', formatBytes, true, ({ peakMemoryBytes }) => peakMemoryBytes),
  ];
}

/** What was asked for, where it is not the same. */
export function settingLines(before: Run, after: Run): CompareLine[] {
  const words: [string, (run: Run) => string][] = [
    ['Runs on', ({ target }) => (target === FEDERATED ? 'all connections' : target)],
    ['Row limit', ({ rowLimit }) => (rowLimit === null ? 'none' : formatCount(rowLimit))],
    ['More rows than the limit', ({ truncated }) => (truncated ? 'yes' : 'no')],
    ['Filters at the sources', ({ pushdown }) => (pushdown === 'off' ? 'off' : 'on')],
    ['Parameters', parameterWords],
    ['Error', ({ error }) => error?.message ?? 'none'],
  ];
  return words
    .map(([name, of]) => ({ name, before: of(before), after: of(after), change: '' }))
    .filter((line) => line.before !== line.after);
}

const parameterWords = ({ parameters = [] }: Run): string =>
  parameters.map(({ name, value }) => `${name} = ${value === null ? 'NULL' : String(value)}`).join(', ') || 'none';

/** Fetches of the same table in the same order of the plan, side by side; the rest alone. */
export interface FetchPair {
  readonly key: string;
  readonly connection: string;
  readonly relation: string;
  readonly before: Fetch | undefined;
  readonly after: Fetch | undefined;
}

export function pairFetches(before: readonly Fetch[], after: readonly Fetch[]): FetchPair[] {
  const pairs = new Map<string, { before?: Fetch; after?: Fetch }>();
  for (const [side, fetches] of [
    ['before', before],
    ['after', after],
  ] as const) {
    const seen = new Map<string, number>();
    for (const fetch of fetches) {
      const name = `${fetch.connection}\n${fetch.relation}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const key = `${name}\n${count}`;
      pairs.set(key, { ...pairs.get(key), [side]: fetch });
    }
  }
  return [...pairs].map(([key, pair]) => {
    const [connection = '', relation = ''] = key.split('\n');
    return { key, connection, relation, before: pair.before, after: pair.after };
  });
}

/** Columns that came, went or have another type, by their clear names. */
export function columnChanges(before: readonly ResultColumn[], after: readonly ResultColumn[]): string[] {
  const types = (columns: readonly ResultColumn[]) => new Map(columns.map(({ label, type }) => [label, type]));
  const [old, now] = [types(before), types(after)];
  const gone = [...old].filter(([label]) => !now.has(label)).map(([label]) => `${label} is gone`);
  const come = [...now].filter(([label]) => !old.has(label)).map(([label, type]) => `${label} (${type}) is new`);
  const changed = [...now].flatMap(([label, type]) => {
    const was = old.get(label);
    return was === undefined || was === type ? [] : [`${label}: ${was} became ${type}`];
  });
  return [...gone, ...come, ...changed];
}

/** A statement over both stored results that gives the rows that only one of them has, with how often; none where they cannot be compared. */
export function differenceSql(before: Run, after: Run): string | undefined {
  const has = (run: Run): boolean => run.hasResult && run.resultExpiredAt === undefined;
  const isAlike =
    before.columns.length === after.columns.length &&
    before.columns.every(({ name }, index) => after.columns[index]?.name === name) &&
    new Set(before.columns.map(({ name }) => name.toLowerCase())).size === before.columns.length;
  if (!has(before) || !has(after) || !isAlike) return undefined;
  const [a, b] = [`results."${before.id}"`, `results."${after.id}"`];
  return `-- Rows that only one of the two stored results has. Nothing is read from the sources.
SELECT 'only before' AS found, * FROM (SELECT * FROM ${a} EXCEPT ALL SELECT * FROM ${b})
UNION ALL
SELECT 'only after' AS found, * FROM (SELECT * FROM ${b} EXCEPT ALL SELECT * FROM ${a})`;
}

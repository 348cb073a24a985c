import { Command, InvalidArgumentError } from 'commander';
import type { PerformanceAnswer, Stages } from '../../lib/contract/performance.ts';
import { formatBytes } from '../../lib/format/bytes.ts';
import { formatDuration } from '../../lib/format/duration.ts';
import { formatCount, formatCounted } from '../../lib/format/number.ts';
import { stageWords } from '../../lib/format/stage-words.ts';
import { performanceOf } from '../../server/history/index.ts';
import { type ConfigOptions, openConfig } from '../open-config.ts';
import { type TextColumn, textTable } from '../text-table.ts';

interface StatsOptions extends ConfigOptions {
  readonly days: number;
  readonly connection?: string;
  readonly json?: boolean;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 790;
/** Statements that the terminal lists; `--json` gives all. */
const MOST_STATEMENTS = 15;
const LONGEST_STATEMENT = 70;

export function statsCommand(): Command {
  return new Command('stats')
    .description('how long past runs took, and what they waited for')
    .option('--days <n>', 'the last so many days', toDays, 30)
    .option('--connection <id>', 'only runs that read from this connection')
    .option('--json', 'print all figures as JSON')
    .option('--config <file>', 'config.yaml to use')
    .action(async (options: StatsOptions) => {
      const opened = await openConfig(options, 'error');
      try {
        const to = new Date();
        const figures = await performanceOf(opened.config, {
          from: new Date(to.getTime() - options.days * DAY_MS).toISOString(),
          to: to.toISOString(),
          timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          ...(options.connection === undefined ? {} : { connection: options.connection }),
        });
        process.stdout.write(
          options.json === true ? `${JSON.stringify(figures, undefined, 2)}\n` : report(figures, options),
        );
      } finally {
        await opened.close();
      }
    });
}

function toDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new InvalidArgumentError(`A whole number from 1 to ${MOST_DAYS} is needed.`);
  return days;
}

/** The figures as tables for a terminal. */
export function report(
  { totals, connections, fingerprints }: PerformanceAnswer,
  { days, connection }: Pick<StatsOptions, 'days' | 'connection'>,
): string {
  const of = connection === undefined ? '' : ` that read from ${connection}`;
  const scope = `${formatCounted(totals.runs, 'run')}${of} in the last ${days === 1 ? 'day' : `${days} days`}`;
  if (totals.runs === 0) return `No run${of} ended in the last ${days === 1 ? 'day' : `${days} days`}.\n`;
  const head = `${scope}: ${formatCount(totals.succeeded)} succeeded, ${formatCount(totals.failed)} failed, ${formatCount(totals.cancelled)} cancelled\n`;
  const parts = [head, textTable(times, [totals])];
  if (totals.stages !== undefined) {
    parts.push(`${stageLine(totals.stages, totals.succeeded)}\n`);
  }
  if (connections.length > 0) parts.push(textTable(connectionColumns, connections));
  parts.push(textTable(statementColumns, fingerprints.slice(0, MOST_STATEMENTS)));
  if (fingerprints.length > MOST_STATEMENTS)
    parts.push(`(${fingerprints.length - MOST_STATEMENTS} more kinds of statements: --json)\n`);
  return parts.join('\n');
}

function stageLine(stages: Stages, succeeded: number): string {
  const scope =
    stages.runs === succeeded ? '' : ` (of ${formatCount(stages.runs)} that tell waiting and transfer apart)`;
  return `On average${scope}: ${stageWords(stages, 'sources and transfer')}`;
}

interface Times {
  readonly averageMs?: number | undefined;
  readonly p50Ms?: number | undefined;
  readonly p95Ms?: number | undefined;
  readonly p99Ms?: number | undefined;
}

const words = (ms: number | undefined): string => (ms === undefined ? '-' : formatDuration(ms));
const times: readonly TextColumn<Times>[] = [
  { label: 'average', isRight: true, of: ({ averageMs }) => words(averageMs) },
  { label: 'p50', isRight: true, of: ({ p50Ms }) => words(p50Ms) },
  { label: 'p95', isRight: true, of: ({ p95Ms }) => words(p95Ms) },
  { label: 'p99', isRight: true, of: ({ p99Ms }) => words(p99Ms) },
];

const connectionColumns: readonly TextColumn<PerformanceAnswer['connections'][number]>[] = [
  { label: 'connection', of: ({ connection }) => connection },
  { label: 'runs', isRight: true, of: ({ runs }) => formatCount(runs) },
  ...times,
  { label: 'waiting', isRight: true, of: ({ waitMs }) => words(waitMs) },
  { label: 'transfer', isRight: true, of: ({ transferMs }) => words(transferMs) },
  { label: 'rows', isRight: true, of: ({ rows }) => formatCount(rows) },
  { label: 'bytes', isRight: true, of: ({ bytes }) => formatBytes(bytes) },
  { label: 'at the server', isRight: true, of: ({ serverMs }) => words(serverMs) },
  { label: 'its queue', isRight: true, of: ({ sourceQueueMs }) => words(sourceQueueMs) },
  {
    label: 'billed',
    isRight: true,
    of: ({ bytesBilled }) => (bytesBilled === undefined ? '-' : formatBytes(bytesBilled)),
  },
];

const statementColumns: readonly TextColumn<PerformanceAnswer['fingerprints'][number]>[] = [
  { label: 'in all', isRight: true, of: ({ totalMs }) => formatDuration(totalMs) },
  { label: 'runs', isRight: true, of: ({ runs }) => formatCount(runs) },
  { label: 'failed', isRight: true, of: ({ failed }) => formatCount(failed) },
  ...times,
  { label: 'rows moved', isRight: true, of: ({ rows }) => formatCount(rows) },
  { label: 'statement', of: ({ text }) => oneLine(text) },
];

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_STATEMENT ? `${line.slice(0, LONGEST_STATEMENT - 1)}…` : line;
}

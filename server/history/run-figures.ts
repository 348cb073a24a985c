/** The narrow copy of a run that has ended, for the performance dashboard. */
import { isEnded, type Run } from '../../lib/contract/run.ts';
import { longestFetchMs, sourceStages } from '../../lib/contract/run-stages.ts';
import { fingerprintText } from '../../lib/sql/fingerprint-text.ts';
import type { Dialect } from './dialect.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Prisma } from './generated/client.ts';

const LONGEST_TEXT = 2_000;

/** Statements that put a run's figures in place of those it had; none while it goes. */
export function figureWrites(run: Run, dialect: Dialect): Prisma.Sql[] {
  if (!isEnded(run.status)) return [];
  const normal = fingerprintText(run.text);
  const fingerprint = fingerprintOf(run);
  const startedMs = BigInt(Date.parse(run.startedAt));
  const stages = sourceStages(run.fetches);
  const { totalMs, queueMs, planMs } = run.timings;
  const sources = sourcesOf(run);
  return [
    Prisma.sql`INSERT INTO "Fingerprint" ("id", "text") VALUES (${fingerprint}, ${normal.slice(0, LONGEST_TEXT)}) ON CONFLICT DO NOTHING`,
    dialect.replace({
      table: 'RunFigure',
      key: ['runId'],
      values: {
        runId: run.id,
        ownerId: Prisma.sql`coalesce((SELECT "ownerId" FROM "Run" WHERE "id" = ${run.id}), 'local')`,
        startedMs,
        fingerprint,
        outcome: outcomeOf(run),
        totalMs,
        queueMs,
        planMs,
        sourceMs: longestFetchMs(run.fetches),
        waitMs: stages?.waitMs ?? null,
        transferMs: stages?.transferMs ?? null,
        fetchedRows: whole(sum(sources, 'rows')),
        fetchedBytes: whole(sum(sources, 'bytes')),
      },
    }),
    ...sources.map((source) =>
      dialect.replace({
        table: 'RunSourceFigure',
        key: ['runId', 'connection'],
        values: {
          runId: run.id,
          connection: source.connection,
          startedMs,
          ms: source.ms,
          waitMs: source.waitMs ?? null,
          transferMs: source.transferMs ?? null,
          rows: whole(source.rows),
          bytes: whole(source.bytes),
          serverMs: source.serverMs ?? null,
          sourceQueueMs: source.queueMs ?? null,
          bytesBilled: source.bytesBilled === undefined ? null : whole(source.bytesBilled),
        },
      }),
    ),
  ];
}

const outcomeOf = ({ status }: Run): 'succeeded' | 'failed' | 'cancelled' =>
  status === 'succeeded' || status === 'cancelled' ? status : 'failed';

const whole = (value: number): bigint => BigInt(Math.round(value));

interface SourceFigures {
  readonly connection: string;
  ms: number;
  waitMs?: number | undefined;
  transferMs?: number | undefined;
  rows: number;
  bytes: number;
  serverMs?: number;
  queueMs?: number;
  bytesBilled?: number;
}

/** Fetches of one connection go side by side: times are those of the longest, counts are sums. */
function sourcesOf(run: Run): SourceFigures[] {
  const byConnection = new Map<string, SourceFigures>();
  for (const { connection, ms, waitMs, transferMs, rows, bytes, source } of run.fetches) {
    const figures = byConnection.get(connection) ?? { connection, ms, waitMs, transferMs, rows: 0, bytes: 0 };
    byConnection.set(connection, figures);
    if (ms > figures.ms) Object.assign(figures, { ms, waitMs, transferMs });
    figures.rows += rows;
    figures.bytes += bytes;
    if (source?.serverMs !== undefined) figures.serverMs = Math.max(figures.serverMs ?? 0, source.serverMs);
    if (source?.queueMs !== undefined) figures.queueMs = Math.max(figures.queueMs ?? 0, source.queueMs);
    if (source?.bytesBilled !== undefined) figures.bytesBilled = (figures.bytesBilled ?? 0) + source.bytesBilled;
  }
  return [...byConnection.values()];
}

const sum = (sources: readonly SourceFigures[], name: 'rows' | 'bytes'): number =>
  sources.reduce((total, source) => total + source[name], 0);

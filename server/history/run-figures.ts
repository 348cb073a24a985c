/** The narrow copy of a run that has ended, for the performance dashboard. */
import { createHash } from 'node:crypto';
import { FEDERATED, isEnded, type Run } from '../../lib/contract/run.ts';
import { fingerprintText } from '../../lib/sql/fingerprint-text.ts';
import type { Client } from './database.ts';
import { Prisma } from './generated/client.ts';
import { fromRecord } from './run-record.ts';

const LONGEST_TEXT = 2_000;
/** Runs looked at in one go when figures of earlier versions are made up for. */
const BATCH = 200;

/** Statements that put a run's figures in place of those it had; none while it goes. */
export function figureWrites(run: Run): Prisma.Sql[] {
  if (!isEnded(run.status)) return [];
  const normal = fingerprintText(run.text);
  const fingerprint = fingerprintOf(run);
  const startedMs = BigInt(Date.parse(run.startedAt));
  const sourceMs = Math.max(0, ...run.fetches.map(({ ms }) => ms));
  const { totalMs, queueMs, planMs } = run.timings;
  const sources = sourcesOf(run);
  return [
    Prisma.sql`INSERT OR IGNORE INTO "Fingerprint" ("id", "text") VALUES (${fingerprint}, ${normal.slice(0, LONGEST_TEXT)})`,
    Prisma.sql`INSERT OR REPLACE INTO "RunFigure" ("runId", "startedMs", "fingerprint", "outcome", "totalMs", "queueMs", "planMs", "sourceMs", "fetchedRows", "fetchedBytes")
      VALUES (${run.id}, ${startedMs}, ${fingerprint}, ${outcomeOf(run)}, ${totalMs}, ${queueMs}, ${planMs}, ${sourceMs},
        ${whole(sum(sources, 'rows'))}, ${whole(sum(sources, 'bytes'))})`,
    ...sources.map(
      (source) =>
        Prisma.sql`INSERT OR REPLACE INTO "RunSourceFigure" ("runId", "connection", "startedMs", "ms", "rows", "bytes", "serverMs", "sourceQueueMs", "bytesBilled")
          VALUES (${run.id}, ${source.connection}, ${startedMs}, ${source.ms}, ${whole(source.rows)}, ${whole(source.bytes)},
            ${source.serverMs ?? null}, ${source.queueMs ?? null}, ${source.bytesBilled === undefined ? null : whole(source.bytesBilled)})`,
    ),
  ];
}

/** The same for statements that differ only in literals; a native statement of one connection is not that of another. */
export const fingerprintOf = ({ text, target }: Pick<Run, 'text' | 'target'>): string =>
  createHash('sha256')
    .update(target === FEDERATED ? fingerprintText(text) : `${target}\n${fingerprintText(text)}`)
    .digest('hex')
    .slice(0, 16);

const outcomeOf = ({ status }: Run): 'succeeded' | 'failed' | 'cancelled' =>
  status === 'succeeded' || status === 'cancelled' ? status : 'failed';

const whole = (value: number): bigint => BigInt(Math.round(value));

interface SourceFigures {
  readonly connection: string;
  ms: number;
  rows: number;
  bytes: number;
  serverMs?: number;
  queueMs?: number;
  bytesBilled?: number;
}

/** Fetches of one connection go side by side: times are those of the longest, counts are sums. */
function sourcesOf(run: Run): SourceFigures[] {
  const byConnection = new Map<string, SourceFigures>();
  for (const { connection, ms, rows, bytes, source } of run.fetches) {
    const figures = byConnection.get(connection) ?? { connection, ms: 0, rows: 0, bytes: 0 };
    byConnection.set(connection, figures);
    figures.ms = Math.max(figures.ms, ms);
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

/** Makes figures of runs that ended before there were any. Answers how many; stops when `isStopped` says so. */
export async function makeUpFigures(client: Client, isStopped: () => boolean = () => false): Promise<number> {
  let made = 0;
  while (!isStopped()) {
    const missing = await client.$queryRaw<{ id: string }[]>`
      SELECT run."id" FROM "Run" AS run LEFT JOIN "RunFigure" AS figure ON figure."runId" = run."id"
      WHERE figure."runId" IS NULL AND run."status" IN ('succeeded', 'failed', 'cancelled', 'interrupted') LIMIT ${BATCH}`;
    if (missing.length === 0) return made;
    const records = await client.run.findMany({ where: { id: { in: missing.map(({ id }) => id) } } });
    await client.$transaction(
      records.flatMap((record) => figureWrites(fromRecord(record))).map((write) => client.$executeRaw(write)),
    );
    made += records.length;
  }
  return made;
}

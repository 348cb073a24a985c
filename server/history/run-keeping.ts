/** Which runs may be forgotten, and forgetting them. Pinned runs and those that an open link shows stay. */
import { JoineryError } from '../errors.ts';
import { unknownRun } from '../unknown.ts';
import { type Client, dialectOf, stored } from './database.ts';
import { Prisma } from './generated/client.ts';
import { counted } from './owner.ts';
import { forgetText } from './run-text.ts';

export interface Kept {
  readonly runs: number;
  readonly pinned: number;
  readonly oldestAt?: string;
}

export interface RunKeeping {
  /** For somebody who asks, their own, and everything for admins. */
  counts(): Promise<Kept>;
  /**
   * Ids, oldest first, of ended runs that are older than `ageMs` or beyond the newest `most`; at most `limit` of them. The age counts from now, but not
   * from later than the newest `STEADY_RUNS` began: a clock that jumps ahead for a while forgets nothing.
   */
  forgettable(rule: {
    readonly now: Date;
    readonly ageMs: number;
    readonly most: number;
    readonly limit: number;
  }): Promise<string[]>;
  /** Those of `ids` whose results stay whatever room they take. */
  protectedRuns(): Promise<Set<string>>;
  /** Links that show them are revoked. Throws `not_found`, and `bad_request` for runs that still go. Nothing is removed then. */
  remove(ids: readonly string[]): Promise<void>;
  /** Notes that the stored rows are gone. */
  markExpired(ids: readonly string[]): Promise<void>;
}

export function runKeeping(client: Client): RunKeeping {
  return {
    counts: () => stored(() => counts(client)),
    forgettable: (rule) => stored(() => forgettable(client, rule)),
    protectedRuns: () => stored(() => protectedRuns(client)),
    remove: (ids) => stored(() => remove(client, ids)),
    markExpired: (ids) =>
      stored(async () => {
        await client.run.updateMany({
          where: { id: { in: [...ids] }, resultExpiredAt: null },
          data: { resultExpiredAt: new Date() },
        });
      }),
  };
}

async function counts(client: Client): Promise<Kept> {
  const where = counted();
  const oldest = await client.run.findFirst({
    where,
    select: { startedAt: true },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
  });
  return {
    runs: await client.run.count({ where }),
    pinned: await client.run.count({ where: { ...where, isPinned: true } }),
    ...(oldest === null ? {} : { oldestAt: oldest.startedAt.toISOString() }),
  };
}

const isShown = (now: Date): Prisma.Sql =>
  Prisma.sql`SELECT "runId" FROM "QueryShare" WHERE "runId" IS NOT NULL AND "revokedAt" IS NULL AND ("expiresAt" IS NULL OR "expiresAt" > ${now})`;

export const STEADY_RUNS = 20;

async function forgettable(client: Client, { now, ageMs, most, limit }: Parameters<RunKeeping['forgettable']>[0]) {
  const steady = await client.run.findFirst({
    select: { startedAt: true },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    skip: STEADY_RUNS - 1,
  });
  const beforeMs =
    steady === null ? Number.NEGATIVE_INFINITY : Math.min(now.getTime(), steady.startedAt.getTime()) - ageMs;
  const surplus = Math.max(0, (await client.run.count()) - most);
  const found = await client.$queryRaw<{ id: string; startedAt: string | Date }[]>`
    SELECT "id", "startedAt" FROM "Run"
    WHERE NOT "isPinned" AND "status" NOT IN ('queued', 'planning', 'running') AND "id" NOT IN (${isShown(now)})
    ORDER BY "startedAt", "id" LIMIT ${limit}`;
  return found
    .filter(({ startedAt }, index) => index < surplus || new Date(startedAt).getTime() < beforeMs)
    .map(({ id }) => id);
}

async function protectedRuns(client: Client): Promise<Set<string>> {
  const found = await client.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Run" WHERE "isPinned" = true UNION SELECT "runId" FROM (${isShown(new Date())}) AS shown`;
  return new Set(found.map(({ id }) => id));
}

async function remove(client: Client, ids: readonly string[]): Promise<void> {
  const records = await client.run.findMany({ where: { id: { in: [...ids] } }, select: { id: true, status: true } });
  if (records.length < new Set(ids).size) throw unknownRun();
  if (records.some(({ status }) => ['queued', 'planning', 'running'].includes(status)))
    throw new JoineryError('bad_request', 'A run that still goes cannot be deleted; nothing was deleted.', {
      hint: 'Stop it first.',
    });
  if (records.length === 0) return;
  const list = Prisma.join(ids);
  const figures = await client.runFigure.findMany({
    where: { runId: { in: [...ids] } },
    select: { fingerprint: true },
    distinct: ['fingerprint'],
  });
  const kinds = figures.map(({ fingerprint }) => fingerprint);
  const writes = [
    ...forgetText(dialectOf(client), ids),
    Prisma.sql`UPDATE "QueryShare" SET "revokedAt" = ${new Date()} WHERE "runId" IN (${list}) AND "revokedAt" IS NULL`,
    Prisma.sql`DELETE FROM "RunFigure" WHERE "runId" IN (${list})`,
    Prisma.sql`DELETE FROM "RunSourceFigure" WHERE "runId" IN (${list})`,
    Prisma.sql`DELETE FROM "ResultDescription" WHERE "runId" IN (${list})`,
    Prisma.sql`DELETE FROM "Run" WHERE "id" IN (${list})`,
    // The text of a kind of statement goes with its last run.
    ...(kinds.length === 0
      ? []
      : [
          Prisma.sql`DELETE FROM "Fingerprint" WHERE "id" IN (${Prisma.join(kinds)})
            AND NOT EXISTS (SELECT 1 FROM "RunFigure" WHERE "RunFigure"."fingerprint" = "Fingerprint"."id")`,
        ]),
  ];
  await client.$transaction(writes.map((write) => client.$executeRaw(write)));
}

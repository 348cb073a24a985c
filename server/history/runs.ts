import type { HistoryAnswer, Run } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import type { HistoryService } from '../workbench.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type Client, isNoSuchRecord } from './database.ts';
import { Prisma } from './generated/client.ts';
import { figureWrites } from './run-figures.ts';
import { connectionsOf, fromRecord, toRecord } from './run-record.ts';

type RunsQuery = Parameters<HistoryService['runs']>[0];

const unknownRun = (): JoineryError => new JoineryError('not_found', 'There is no such run in the history.');

export async function insertRun(client: Client, run: Run): Promise<void> {
  const record = toRecord(run);
  const connections = connectionsOf(run).map((connection) => ({ connection, startedAt: record.startedAt }));
  await client.run.create({ data: { ...record, connections: { create: connections } } });
}

/** Replaces a run's state. Its connections only grow: they become known with the plan. */
export async function updateRun(client: Client, run: Run): Promise<void> {
  const { id, ...data } = toRecord(run);
  const names = connectionsOf(run);
  const values = names.map((connection) => Prisma.sql`(${id}, ${connection}, ${data.startedAt})`);
  const update = client.run.update({ where: { id }, data, select: { id: true } });
  const link = Prisma.sql`INSERT OR IGNORE INTO "RunConnection" ("runId", "connection", "startedAt") VALUES `;
  const writes = [...(values.length === 0 ? [] : [Prisma.sql`${link}${Prisma.join(values)}`]), ...figureWrites(run)];
  try {
    if (writes.length === 0) await update;
    else await client.$transaction([update, ...writes.map((write) => client.$executeRaw(write))]);
  } catch (thrown) {
    throw isNoSuchRecord(thrown) ? unknownRun() : thrown;
  }
}

export async function findRun(client: Client, id: string): Promise<Run> {
  const record = await client.run.findUnique({ where: { id } });
  if (record === null) throw unknownRun();
  return fromRecord(record);
}

/**
 * Ids of one page, newest first, by walking an index from the cursor on: the cost of a page does not grow with its depth or the length of the
 * history. Only a search for a rare text reads much of it.
 */
export function pageSql(query: RunsQuery): Prisma.Sql {
  const byConnection = query.connection !== undefined;
  const startedAt = byConnection ? Prisma.sql`link."startedAt"` : Prisma.sql`run."startedAt"`;
  const id = byConnection ? Prisma.sql`link."runId"` : Prisma.sql`run."id"`;
  const from = byConnection
    ? Prisma.sql`"RunConnection" AS link CROSS JOIN "Run" AS run ON run."id" = link."runId"`
    : Prisma.sql`"Run" AS run`;
  const conditions = [Prisma.sql`1 = 1`];
  if (query.connection !== undefined) conditions.push(Prisma.sql`link."connection" = ${query.connection}`);
  if (query.status !== undefined) conditions.push(Prisma.sql`run."status" = ${query.status}`);
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor);
    conditions.push(Prisma.sql`(${startedAt}, ${id}) < (${cursor.startedAt}, ${cursor.id})`);
  }
  const words = query.q?.trim().toLowerCase() ?? '';
  if (words !== '') conditions.push(Prisma.sql`instr(run."searchText", ${words}) > 0`);
  const where = Prisma.join(conditions, ' AND ');
  const order = Prisma.sql`${startedAt} DESC, ${id} DESC`;
  return Prisma.sql`SELECT run."id" AS "id" FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT ${query.limit + 1}`;
}

export async function listRuns(client: Client, query: RunsQuery): Promise<HistoryAnswer> {
  const found = await client.$queryRaw<{ id: string }[]>(pageSql(query));
  const ids = found.slice(0, query.limit).map((row) => row.id);
  const records = await client.run.findMany({
    where: { id: { in: ids } },
    omit: { columns: true, searchText: true },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
  });
  const last = records.at(-1);
  const hasMore = found.length > query.limit && last !== undefined;
  return { runs: records.map(fromRecord), ...(hasMore ? { nextCursor: encodeCursor(last) } : {}) };
}

/** Runs that a server left behind when it ended without a word. */
export async function markInterrupted(client: Client): Promise<number> {
  const going = await client.run.findMany({ where: { status: { in: ['queued', 'planning', 'running'] } } });
  for (const record of going) {
    const run = fromRecord(record);
    const fetches = run.fetches.map((fetch) =>
      ['planned', 'waiting', 'running'].includes(fetch.status) ? { ...fetch, status: 'cancelled' as const } : fetch,
    );
    const endedAt = new Date().toISOString();
    await updateRun(client, { ...run, fetches, status: 'interrupted', endedAt, hasResult: false });
  }
  return going.length;
}

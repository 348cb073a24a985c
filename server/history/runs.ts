import type { Run } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import { type Client, isNoSuchRecord } from './database.ts';
import { Prisma } from './generated/client.ts';
import { ownerNow } from './owner.ts';
import { figureWrites } from './run-figures.ts';
import { connectionsOf, fromRecord, toRecord } from './run-record.ts';
import { indexText, reindexRun } from './run-text.ts';

export const unknownRun = (): JoineryError =>
  new JoineryError('not_found', 'There is no such run in the history.', {
    hint: 'It may have been deleted, or be older than runs are kept.',
  });

export async function insertRun(client: Client, run: Run): Promise<void> {
  const record = toRecord(run);
  const connections = connectionsOf(run).map((connection) => ({ connection, startedAt: record.startedAt }));
  await client.$transaction([
    client.run.create({
      data: { ...record, ownerId: ownerNow(), connections: { create: connections } },
      select: { id: true },
    }),
    ...indexText(run.id, record.startedAt).map((write) => client.$executeRaw(write)),
  ]);
}

/** Replaces a run's state. Its connections only grow: they become known with the plan. */
export async function updateRun(client: Client, run: Run): Promise<void> {
  const { id, ...data } = toRecord(run);
  const names = connectionsOf(run);
  const values = names.map((connection) => Prisma.sql`(${id}, ${connection}, ${data.startedAt})`);
  const update = client.run.update({ where: { id }, data, select: { id: true } });
  const link = Prisma.sql`INSERT OR IGNORE INTO "RunConnection" ("runId", "connection", "startedAt") VALUES `;
  const writes = [
    ...(values.length === 0 ? [] : [Prisma.sql`${link}${Prisma.join(values)}`]),
    ...figureWrites(run),
    ...(run.error === undefined ? [] : reindexRun(id)),
  ];
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

export async function pinRun(client: Client, id: string, isPinned: boolean): Promise<Run> {
  const [record] = await client.run.updateManyAndReturn({ where: { id }, data: { isPinned } });
  if (record === undefined) throw unknownRun();
  return fromRecord(record);
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

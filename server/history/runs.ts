import type { Run } from '../../lib/contract/run.ts';
import { unknownRun } from '../unknown.ts';
import { type Client, dialectOf, isNoSuchRecord } from './database.ts';
import { Prisma } from './generated/client.ts';
import { ownerNow } from './owner.ts';
import { figureWrites } from './run-figures.ts';
import { connectionsOf, fromRecord, toRecord } from './run-record.ts';
import { indexText, reindexRun } from './run-text.ts';

/** `serverId` is the server that has it at work, where there are several. */
export async function insertRun(client: Client, run: Run, serverId?: string): Promise<void> {
  const record = toRecord(run);
  const connections = connectionsOf(run).map((connection) => ({ connection, startedAt: record.startedAt }));
  await client.$transaction([
    client.run.create({
      data: { ...record, ownerId: ownerNow(), serverId: serverId ?? null, connections: { create: connections } },
      select: { id: true },
    }),
    ...indexText(dialectOf(client), run.id, record.startedAt).map((write) => client.$executeRaw(write)),
  ]);
}

/** Replaces a run's state. Its connections only grow: they become known with the plan. `when` says in which state it must be. */
export async function updateRun(
  client: Client,
  run: Run,
  when: { readonly status?: { in: string[] } } = {},
): Promise<void> {
  const { id, ...data } = toRecord(run);
  const names = connectionsOf(run);
  const values = names.map((connection) => Prisma.sql`(${id}, ${connection}, ${data.startedAt})`);
  const update = client.run.update({ where: { ...when, id }, data, select: { id: true } });
  const link = Prisma.sql`INSERT INTO "RunConnection" ("runId", "connection", "startedAt") VALUES `;
  const dialect = dialectOf(client);
  const writes = [
    ...(values.length === 0 ? [] : [Prisma.sql`${link}${Prisma.join(values)} ON CONFLICT DO NOTHING`]),
    ...figureWrites(run, dialect),
    ...(run.error === undefined ? [] : reindexRun(dialect, id)),
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

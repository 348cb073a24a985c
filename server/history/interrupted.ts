/** Runs that a server left behind when it ended without a word. */
import { type Run, runStatusSchema } from '../../lib/contract/run.ts';
import { type Client, dialectOf } from './database.ts';
import { fromRecord } from './run-record.ts';
import { updateRun } from './runs.ts';

const GOING = runStatusSchema.options.filter((status) => ['queued', 'planning', 'running'].includes(status));
export const isGoing = { status: { in: [...GOING] } };

/** Answers the runs. Where several servers work, those of servers that are still there are left alone. */
export async function markInterrupted(client: Client): Promise<string[]> {
  const going = await client.run.findMany({ where: isGoing });
  // Read after the runs: a server is there before any of its runs.
  const servers = dialectOf(client).kind === 'sqlite' ? [] : await client.server.findMany({ select: { id: true } });
  const alive = new Set(servers.map(({ id }) => id));
  const left = going.filter(({ serverId }) => serverId === null || !alive.has(serverId));
  const marked: string[] = [];
  for (const record of left) {
    const run = fromRecord(record);
    const fetches = run.fetches.map((fetch) =>
      ['planned', 'waiting', 'running'].includes(fetch.status) ? { ...fetch, status: 'cancelled' as const } : fetch,
    );
    const endedAt = new Date().toISOString();
    const ended: Run = { ...run, fetches, status: 'interrupted', endedAt, hasResult: false };
    if (await isMarked(client, ended)) marked.push(run.id);
  }
  return marked;
}

/** False if it has ended meanwhile. */
async function isMarked(client: Client, run: Run): Promise<boolean> {
  try {
    await updateRun(client, run, isGoing);
    return true;
  } catch (thrown) {
    const after = await client.run.findUnique({ where: { id: run.id }, select: { status: true } });
    if (after === null || !GOING.some((status) => status === after.status)) return false;
    throw thrown;
  }
}

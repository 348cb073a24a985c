import { type Client, dialectOf, stored } from './database.ts';
import { sqlite } from './dialect.ts';
import { fingerprintOf } from './fingerprint.ts';
import { figureWrites } from './run-figures.ts';
import { fromRecord } from './run-record.ts';
import { indexText, QUERIES } from './run-text.ts';

/** Runs looked at in one go. */
const BATCH = 200;

/** Gives queries of earlier versions, and runs, what they lack. Answers how many runs; stops when `isStopped` says so. */
export async function makeUp(client: Client, isStopped: () => boolean = () => false): Promise<number> {
  // What PostgreSQL holds was never written by a version that lacks these.
  if (dialectOf(client).kind === 'postgres') return 0;
  await indexQueries(client, isStopped);
  return makeUpRuns(client, isStopped);
}

async function indexQueries(client: Client, isStopped: () => boolean): Promise<void> {
  while (!isStopped()) {
    const records = await stored(() =>
      client.query.findMany({ where: { searchRow: null }, take: BATCH, select: { id: true, updatedAt: true } }),
    );
    if (records.length === 0) return;
    await client.$transaction(
      records.flatMap(({ id, updatedAt }) =>
        indexText(sqlite, id, updatedAt, QUERIES).map((write) => client.$executeRaw(write)),
      ),
    );
  }
}

/** Gives runs of earlier versions what they lack: fingerprint, place in the text index, figures. */
async function makeUpRuns(client: Client, isStopped: () => boolean): Promise<number> {
  let made = 0;
  while (!isStopped()) {
    const records = await stored(() =>
      client.run.findMany({ where: { searchRow: null }, take: BATCH, orderBy: { searchRow: 'asc' } }),
    );
    if (records.length === 0) return made;
    await client.$transaction(
      records.flatMap((record) => {
        const run = fromRecord(record);
        return [
          client.run.update({ where: { id: run.id }, data: { fingerprint: fingerprintOf(run) }, select: { id: true } }),
          ...[...indexText(sqlite, run.id, record.startedAt), ...figureWrites(run, sqlite)].map((write) =>
            client.$executeRaw(write),
          ),
        ];
      }),
    );
    made += records.length;
  }
  return made;
}

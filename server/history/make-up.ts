import { type Client, stored } from './database.ts';
import { fingerprintOf } from './fingerprint.ts';
import { figureWrites } from './run-figures.ts';
import { fromRecord } from './run-record.ts';
import { indexRun } from './run-text.ts';

/** Runs looked at in one go. */
const BATCH = 200;

/** Gives runs of earlier versions what they lack: fingerprint, place in the text index, figures. Answers how many; stops when `isStopped` says so. */
export async function makeUp(client: Client, isStopped: () => boolean = () => false): Promise<number> {
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
          ...[...indexRun(run.id, record.startedAt), ...figureWrites(run)].map((write) => client.$executeRaw(write)),
        ];
      }),
    );
    made += records.length;
  }
  return made;
}

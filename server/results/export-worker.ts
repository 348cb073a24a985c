/** A process that encodes one export and ends: what it costs is not taken from the server's requests, and a crash of it is one failed download. */
import { once } from 'node:events';
import path from 'node:path';
import { toJoineryError } from '../errors.ts';
import { exportResult } from './export-result.ts';
import type { ExportEnding, ExportTask } from './export-task.ts';
import { resultError } from './failures.ts';
import { ResultDatabase } from './result-database.ts';
import { ResultFile } from './result-file.ts';

/** Ends without a word: the reader has gone, or the server has. */
const giveUp = (): never => process.exit(1);
process.once('disconnect', giveUp);
process.stdout.once('error', giveUp);

/** Runs the task into standard output. */
async function run({ path: file, scratch, columns, view, positions, format, settings }: ExportTask): Promise<void> {
  const database = await ResultDatabase.open(path.dirname(file), scratch);
  const result = await ResultFile.open(database, await database.attach(file), columns);
  for await (const piece of exportResult(result.part(view, positions), format, settings)) {
    // The pipe takes as much as the reader has room for.
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
  await database.close();
}

async function ending(task: ExportTask): Promise<ExportEnding> {
  try {
    await run(task);
    return { kind: 'done' };
  } catch (thrown) {
    return { kind: 'failed', error: toJoineryError(resultError(thrown)).toShape() };
  }
}

process.once('message', async (task: ExportTask) => {
  const told = await ending(task);
  process.stdout.end(() => process.send?.(told, () => process.exit(0)));
});

/** A process that encodes exports, one after another: what they cost is not taken from the server's requests, and a crash of it is one failed download. */
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

/** Runs the task into standard output; answers the bytes. */
async function run({ path: file, scratch, columns, view, positions, format, settings }: ExportTask): Promise<number> {
  const database = await ResultDatabase.open(path.dirname(file), scratch);
  const result = await ResultFile.open(database, await database.attach(file), columns);
  let bytes = 0;
  for await (const piece of exportResult(result.part(view, positions), format, settings)) {
    bytes += piece.length;
    // The pipe takes as much as the reader has room for.
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
  await database.close();
  return bytes;
}

async function ending(task: ExportTask): Promise<ExportEnding> {
  try {
    return { kind: 'done', bytes: await run(task) };
  } catch (thrown) {
    return { kind: 'failed', error: toJoineryError(resultError(thrown)).toShape() };
  }
}

process.on('message', async (task: ExportTask) => {
  process.send?.(await ending(task));
});

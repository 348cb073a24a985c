/** `node joinery.ts CONFIG`: runs statements one after another in one engine, by the protocol of serve.py. */
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { openConfig } from '../../../cli/open-config.ts';
import { openEngine } from '../../../cli/open-engine.ts';
import { writeOutput } from '../../../cli/output.ts';
import type { JsonCell } from '../../../lib/contract/result.ts';
import { FEDERATED } from '../../../lib/contract/run.ts';
import { JoineryError } from '../../../server/errors.ts';

const [, , config = ''] = process.argv;
const opened = await openConfig({ config }, 'error');
const session = await openEngine(opened.config, opened.log);
const { engine, folder } = session;
const stored = path.join(folder, 'result.duckdb');
const readable = path.join(folder, 'result.json');
const never = new AbortController().signal;
let count = 0;

say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { sql } = JSON.parse(line) as { sql: string };
  say(await answer(sql).catch(failure));
}
await session.close();
await opened.close();

/** Timed from asking to the whole answer stored; it begins when what the statement before left is cleared away. */
async function answer(text: string): Promise<object> {
  await rm(stored, { force: true });
  await engine.warmUp();
  count += 1;
  const request = { runId: `bench-${count}`, text, target: FEDERATED, rowLimit: null, pushdown: 'safe' as const };
  const { timings, fetches, columns, peakMemoryBytes } = await engine.run(
    { ...request, resultPath: stored },
    never,
    () => {},
  );
  await writeOutput({ path: stored, columns, format: 'json', out: readable, signal: never });
  const { rows } = JSON.parse(await readFile(readable, 'utf8')) as { rows: JsonCell[][] };
  return {
    ms: timings.totalMs,
    planMs: timings.planMs,
    moved: {
      rows: fetches.reduce((sum, fetch) => sum + fetch.rows, 0),
      bytes: fetches.reduce((sum, fetch) => sum + fetch.bytes, 0),
    },
    peakMemoryBytes,
    columns: columns.map(({ name }) => name),
    rows: rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))),
  };
}

function failure(thrown: unknown): object {
  if (!(thrown instanceof JoineryError)) return { error: thrown instanceof Error ? thrown.stack : String(thrown) };
  return { error: `${thrown.code}: ${thrown.message}`, isTimeLimit: thrown.code === 'run_timeout' };
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

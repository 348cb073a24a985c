/** `npm run bench:federation`: statements over two systems, Joinery beside its peers, in one run on one machine. See README.md. */
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { enoughMs, measure, type Results } from './measure.ts';
import { type Options, readOptions, usage } from './options.ts';
import { drawPicture } from './report/picture.ts';
import { summarise } from './report/summary.ts';
import { writeTable } from './report/table.ts';
import { chooseRunners } from './runners/choose.ts';
import { startSources } from './setup/sources.ts';
import { startTrinoPeer } from './setup/trino.ts';
import { chooseStatements } from './statements.ts';

const options = readOptions(process.argv.slice(2));
if (options === undefined) console.log(usage);
else {
  await main(options).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

async function main(options: Options): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new Error(`Stopped by ${signal}.`)));
  await using cleanup = new AsyncDisposableStack();
  const sources = await startSources(options.home, options.scaleFactor, cleanup);

  const statements = chooseStatements(sources.data.queries, options.statements);
  const trinoUrl = options.trinoUrl ?? (await startTrinoPeer(sources.postgres, sources.mariadb, cleanup));
  const { runners, reference } = await chooseRunners({ options, trinoUrl, ...sources });
  for (const runner of [...runners, reference]) cleanup.defer(() => runner.close());

  const about = {
    scaleFactor: options.scaleFactor,
    rounds: options.rounds,
    timeLimitMs: options.timeLimitMs,
    date: new Date().toISOString(),
    machine: { processors: cpus().length, model: cpus()[0]?.model ?? '', memoryBytes: totalmem() },
    sources: [sources.postgres.version, sources.mariadb.version],
  };
  const write = async (results: Results): Promise<void> => {
    if (options.out === undefined) return;
    const summary = summarise(statements, runners, results, options.timeLimitMs);
    const measured = Object.fromEntries([...results].map(([id, byRunner]) => [id, Object.fromEntries(byRunner)]));
    await writeFile(options.out, `${JSON.stringify({ ...about, ...summary, measured }, undefined, 2)}\n`);
  };
  const { rounds, timeLimitMs } = options;
  const plan = { statements, runners, reference, rounds, timeLimitMs, enoughMs: enoughMs(options.scaleFactor) };
  const results = await measure({ ...plan, signal: stop.signal }, write);
  if (stop.signal.aborted) {
    console.error('Stopped early: this is what was measured until then.');
    await write(results);
    process.exitCode = 1;
  }
  const summary = summarise(statements, runners, results, timeLimitMs);
  console.log(writeTable(summary, runners));
  const isAnyMeasured = summary.rows.some((row) => Object.keys(row.seconds).length > 0);
  if (options.picture !== undefined && isAnyMeasured)
    await writeFile(options.picture, drawPicture(summary, runners, about));
  if (summary.unanswered.length > 0) process.exitCode = 1;
}

import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { Command, Option } from 'commander';
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import { FEDERATED, type Pushdown } from '../../lib/contract/run.ts';
import type { EngineOutcome } from '../../server/engine/engine.ts';
import { Cancelled, JoineryError } from '../../server/errors.ts';
import { openConfig } from '../open-config.ts';
import { openEngine } from '../open-engine.ts';
import { writeOutput } from '../output.ts';
import { collectParameter } from '../parameter.ts';
import { withStatement } from '../print-error.ts';
import { positiveInteger, type RunOptions, withRunOptions } from '../run-options.ts';
import { type RunStatistics, runStatistics } from '../statistics.ts';
import { stopSignal } from '../stop-signal.ts';

interface QueryOptions extends RunOptions {
  readonly connection?: string;
  readonly file?: string;
  readonly stats?: string;
  readonly repeat: number;
  readonly pushdown: Pushdown;
  readonly param?: readonly StatementParameter[];
}

export function queryCommand(): Command {
  const command = new Command('query')
    .description('run one statement and print its result')
    .argument('[sql]', 'the statement; "-" reads it from standard input');
  return withRunOptions(command)
    .option('--connection <id>', "run it on this connection alone, in the source's own dialect")
    .option('--file <file>', 'read the statement from a file')
    .option('--stats <file>', 'write figures of the run as JSON')
    .option('--repeat <n>', 'run it so many times; the last result is printed', positiveInteger, 1)
    .addOption(new Option('--pushdown <mode>', 'whether sources may filter').choices(['safe', 'off']).default('safe'))
    .option(
      '--param <name=value>',
      'value of a placeholder {{name}}; name:type=value for other types than text',
      collectParameter,
    )
    .action(runQuery);
}

async function runQuery(sql: string | undefined, options: QueryOptions): Promise<void> {
  const text = await readStatement(sql, options.file);
  const signal = stopSignal();
  const opened = await openConfig(options, 'error');
  const session = await openEngine(opened.config, opened.log);
  const statistics: RunStatistics[] = [];
  const resultPath = path.join(session.folder, 'result.duckdb');
  try {
    let outcome: EngineOutcome | undefined;
    for (let round = 0; round < options.repeat; round += 1) {
      await rm(resultPath, { force: true });
      // Each round is a statement by itself, as of somebody who waits for the answer before asking again.
      if (options.repeat > 1) await session.engine.warmUp();
      const startedMs = performance.now();
      try {
        const request = {
          runId: `${process.pid}-${round}`,
          text,
          target: options.connection ?? FEDERATED,
          rowLimit: options.limit === false ? null : options.limit,
          pushdown: options.pushdown,
          parameters: options.param,
          resultPath,
        };
        outcome = await session.engine.run(request, signal, () => {});
        statistics.push(runStatistics('succeeded', outcome));
      } catch (thrown) {
        statistics.push({
          ...runStatistics(thrown instanceof Cancelled ? 'cancelled' : 'failed'),
          totalMs: performance.now() - startedMs,
        });
        throw withStatement(thrown, text);
      }
    }
    if (outcome === undefined) return;
    await writeOutput({ path: resultPath, columns: outcome.columns, format: options.format, out: options.out, signal });
    if (outcome.truncated)
      process.stderr.write(`First ${outcome.rows} rows; there are more. --limit N or --no-limit gives them.\n`);
  } finally {
    if (options.stats !== undefined)
      await writeFile(
        options.stats,
        `${JSON.stringify(options.repeat === 1 ? statistics[0] : statistics, undefined, 2)}\n`,
      );
    await session.close();
    await opened.close();
  }
}

async function readStatement(sql: string | undefined, file: string | undefined): Promise<string> {
  if (sql !== undefined && file !== undefined)
    throw new JoineryError('bad_request', 'Give the statement or --file, not both.');
  if (file !== undefined) {
    return readFile(file, 'utf8').catch((cause: unknown) => {
      throw new JoineryError('bad_request', `The file ${file} cannot be read.`, { cause });
    });
  }
  if (sql === '-' || (sql === undefined && !process.stdin.isTTY)) return readAll(process.stdin);
  if (sql === undefined)
    throw new JoineryError('bad_request', 'There is no statement.', {
      hint: 'joinery query "SELECT ...", or --file query.sql',
    });
  return sql;
}

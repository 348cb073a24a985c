/**
 * `npm run bench:growth -- --sf 10`: every statement over a tenth of the data and over all of it, one after the other on one machine: does its
 * time grow more than the bytes that it moves? Data and servers are those of `npm run bench:federation`, at both scales at once.
 */
import { writeFile } from 'node:fs/promises';
import { enoughMs, measure } from './measure.ts';
import { type Options, readOptions, usage } from './options.ts';
import { type Row, summarise } from './report/summary.ts';
import { align } from './report/table.ts';
import { chooseRunners } from './runners/choose.ts';
import { startSources } from './setup/sources.ts';
import { chooseStatements } from './statements.ts';

/** One statement at both scales; a runner that was not measured at both is missing. */
interface Growth {
  readonly id: string;
  readonly title: string;
  readonly small: Row;
  readonly large: Row;
  /** How many times as long it took, and how many times the bytes crossed from the sources. */
  readonly times: { readonly joinery?: number; readonly drain?: number; readonly bytes?: number };
}

/** The smaller scale: a tenth, without what is left of a division in floats. */
const smaller = (scaleFactor: number): number => Number((scaleFactor / 10).toPrecision(12));

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
  const small = await startScale(options, smaller(options.scaleFactor), cleanup);
  const large = await startScale(options, options.scaleFactor, cleanup);
  const grown: Growth[] = [];
  for (const statement of large.statements) {
    // All rounds of one scale in a piece, those of the other right after: both are warm, and the hour is the same.
    const before = await small.measure(statement.id, stop.signal);
    const after = await large.measure(statement.id, stop.signal);
    if (stop.signal.aborted) break;
    grown.push(growthOf(before, after));
    if (options.out !== undefined) {
      const about = {
        scaleFactors: [smaller(options.scaleFactor), options.scaleFactor],
        date: new Date().toISOString(),
      };
      await writeFile(options.out, `${JSON.stringify({ ...about, statements: grown }, undefined, 2)}\n`);
    }
  }
  console.log(table(grown, options));
  if (stop.signal.aborted || grown.some(({ small, large }) => small.notes.joinery ?? large.notes.joinery))
    process.exitCode = 1;
}

interface Scale {
  readonly statements: readonly { readonly id: string }[];
  measure(id: string, signal: AbortSignal): Promise<Row>;
}

async function startScale(options: Options, scaleFactor: number, cleanup: AsyncDisposableStack): Promise<Scale> {
  const sources = await startSources(options.home, scaleFactor, cleanup);
  const statements = chooseStatements(sources.data.queries, options.statements);
  const wanted = { ...options, scaleFactor, runners: ['joinery', 'drain'] };
  const { runners, reference } = await chooseRunners({ options: wanted, trinoUrl: undefined, ...sources });
  for (const runner of [...runners, reference]) cleanup.defer(() => runner.close());
  const { rounds, timeLimitMs } = options;
  return {
    statements,
    async measure(id, signal) {
      const one = statements.filter((statement) => statement.id === id);
      const plan = {
        statements: one,
        runners,
        reference,
        rounds,
        timeLimitMs,
        enoughMs: enoughMs(scaleFactor),
        signal,
      };
      const results = await measure(plan, async () => {});
      const [row] = summarise(one, runners, results, timeLimitMs).rows;
      if (row === undefined) throw new Error(`There is no statement ${id} at scale ${scaleFactor}.`);
      return row;
    },
  };
}

function growthOf(small: Row, large: Row): Growth {
  const quotient = (of: (row: Row) => number | undefined): number | undefined => {
    const [before, after] = [of(small), of(large)];
    return before === undefined || after === undefined || before === 0 ? undefined : after / before;
  };
  const joinery = quotient(({ seconds }) => seconds.joinery);
  const drain = quotient(({ seconds }) => seconds.drain);
  const bytes = quotient(({ moved }) => moved?.bytes);
  const times = {
    ...(joinery === undefined ? {} : { joinery }),
    ...(drain === undefined ? {} : { drain }),
    ...(bytes === undefined ? {} : { bytes }),
  };
  return { id: large.id, title: large.title, small, large, times };
}

function table(grown: readonly Growth[], { scaleFactor }: Options): string {
  const [low, high] = [`at ${smaller(scaleFactor)}`, `at ${scaleFactor}`];
  const head = [
    'statement',
    `s ${low}`,
    `s ${high}`,
    'times',
    'slower source alone',
    `MB ${low}`,
    `MB ${high}`,
    'times',
    'peak MiB',
  ];
  const fixed = (value: number | undefined, digits: number): string => value?.toFixed(digits) ?? '';
  const body = grown.map(({ title, small, large, times }) => {
    const outcome = large.notes.joinery?.outcome ?? small.notes.joinery?.outcome ?? '';
    const [before, after] = [small.moved?.bytes, large.moved?.bytes].map((bytes) => (bytes ?? 0) / 1e6);
    const peak = large.peakMemoryBytes.joinery;
    return [
      title,
      fixed(small.seconds.joinery, 3),
      fixed(large.seconds.joinery, 3),
      outcome === '' ? fixed(times.joinery, 1) : outcome,
      fixed(times.drain, 1),
      fixed(before, 1),
      fixed(after, 1),
      fixed(times.bytes, 1),
      fixed(peak === undefined ? undefined : peak / 1_048_576, 0),
    ];
  });
  return [...align([head, ...body]), '', 'Seconds, medians. Times: how many times as much at the larger scale.'].join(
    '\n',
  );
}

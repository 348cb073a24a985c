/** `npm run test:differential`: as many statements as asked for, each three ways. Exit code 1 if any differs. */
import { parseArgs } from 'node:util';
import { runCampaign } from './campaign.ts';
import { Harness } from './harness.ts';

const usage = `npm run test:differential -- [options]
  --seed N         the first world (default 1)
  --worlds N       worlds, one seed each (default 20)
  --count N        statements per world (default 50)
  --atoms N        filters per table checked at its source directly (default 100)
  --statement N    only this statement of each world
  --seconds N      stop after this time
  --failures N     stop after so many failures (default 5)
  --no-shrink      print failures as they were found`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    worlds: { type: 'string' },
    count: { type: 'string', default: '50' },
    atoms: { type: 'string', default: '100' },
    statement: { type: 'string' },
    seconds: { type: 'string' },
    failures: { type: 'string', default: '5' },
    'no-shrink': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(usage);
else {
  const exitCode = await main();
  // The embedded server's own exit hook would end the process with 0.
  process.exit(exitCode);
}

async function main(): Promise<number> {
  const harness = await Harness.start();
  try {
    const started = performance.now();
    const report = await runCampaign(harness, {
      seed: Number(values.seed),
      worlds: Number(values.worlds ?? (values.statement === undefined ? 20 : 1)),
      statementsPerWorld: Number(values.count),
      atomsPerTable: Number(values.atoms),
      onlyStatement: values.statement === undefined ? undefined : Number(values.statement),
      untilMs: values.seconds === undefined ? undefined : started + 1000 * Number(values.seconds),
      maxFailures: Number(values.failures),
      shrinkTries: values['no-shrink'] ? 0 : 400,
      say: (line) => console.log(line),
    });
    const { coverage, atoms } = report;
    console.log(
      [
        `${report.statements} statements, each three ways, in ${Math.round((performance.now() - started) / 1000)} s; ${report.rows} rows compared`,
        `${report.failures.length} differ; DuckDB disagreed with itself on ${report.ambiguous}; ${report.refused} ended at a zero date, as configured`,
        `${atoms.checked} filters checked at their sources directly, ${atoms.failures.length} wrong`,
        ...atoms.failures.slice(0, 20),
        `refused alike: ${[...report.errors].map(([code, count]) => `${code} ${count}`).join(', ') || 'none'}`,
        `${coverage.filtered} of ${coverage.fetches} fetches carried filters:`,
        ...coverage.lines,
        `accepted by a dialect and never sent: ${coverage.missing.join(', ') || 'none'}`,
      ].join('\n'),
    );
    return report.failures.length + atoms.failures.length > 0 ? 1 : 0;
  } finally {
    await harness.close();
  }
}

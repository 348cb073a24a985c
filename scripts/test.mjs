// `npm test`: everything that CI checks, in one command. `npm test -- unit e2e` runs single steps; what stands behind another `--` goes to
// the test runner: `npm test -- unit -- server/engine`.
import { availableParallelism } from 'node:os';
import { prepare } from './lib/prepare.mjs';
import { runSteps } from './lib/run-steps.mjs';
import { runMain, say } from './lib/say.mjs';
import { steps } from './lib/steps.mjs';

await runMain(async () => {
  const [names, extra] = splitArguments(process.argv.slice(2));
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`There is no step "${unknown}". Steps: ${steps.map((step) => step.name).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const node = prepare();
  const chosen = steps.filter((step) => names.length === 0 || names.includes(step.name));
  report(await runSteps(chosen, node, extra, availableParallelism() > 1));
});

function report(outcomes) {
  console.log('\n=== summary');
  for (const { step, passed, failed, skipped = 0, time, failedFiles = [], passedAlone = [] } of outcomes) {
    const skippedText = skipped > 0 ? `, ${skipped} skipped` : '';
    console.log(
      `${failed === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(11)} ${passed} passed, ${failed} failed${skippedText} (${time})`,
    );
    for (const file of failedFiles) console.log(`         failed: ${file}`);
    for (const file of passedAlone) console.log(`         failed beside other steps, passed alone: ${file}`);
  }
  const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  const [passed, failed] = [total('passed'), total('failed')];
  if (failed > 0 || passed === 0) process.exitCode = 1;
  if (passed + failed === 0) say('no test ran');
  console.log(`${passed} passed, ${failed} failed`);
}

function splitArguments(args) {
  const end = args.indexOf('--');
  return end === -1 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
}

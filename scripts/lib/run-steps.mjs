import { closeSync, openSync, readFileSync } from 'node:fs';
import { freshResult } from './run-program.mjs';
import { secondsSince } from './say.mjs';

/** More files than this do not fail by chance. */
const mostFilesAlone = 6;

/**
 * Runs steps in their order, those that are `beside` another of them with it, and answers what came of each, in that order too. Files in which
 * tests failed while two steps shared the machine run once more with nothing beside them: what fails there too has failed; what passes is
 * counted as passed, and the outcome names it (`passedAlone`).
 */
export async function runSteps(steps, node, extra, canShare) {
  const outcomes = [];
  for (const group of groupsOf(steps, canShare)) {
    const ofGroup = await runGroup(group, node, extra);
    for (const outcome of ofGroup) outcomes.push(group.length > 1 ? await withFilesAlone(outcome, node) : outcome);
  }
  return outcomes;
}

async function runGroup(group, node, extra) {
  for (const step of group) console.log(`\n=== ${step.name}: ${step.title}${placeOf(step, group)}`);
  const [first, ...others] = group;
  const shown = runStep(first, node, extra, 'inherit');
  const kept = others.map((step) => runKept(step, node, extra));
  const outcomes = [await shown];
  for (const each of kept) {
    const { file, ...outcome } = await each;
    console.log(`\n=== ${outcome.step.name}: what it said\n${readFileSync(file, 'utf8')}`);
    outcomes.push(outcome);
  }
  return outcomes;
}

async function withFilesAlone(outcome, node) {
  const { step, passed, failed, failedFiles = [] } = outcome;
  if (failedFiles.length === 0 || failedFiles.length > mostFilesAlone) return outcome;
  console.log(`\n=== ${step.name}: once more with nothing beside them: ${failedFiles.join(', ')}`);
  const alone = await runStep(step, node, failedFiles, 'inherit');
  const stillFailing = new Set(alone.failedFiles);
  return {
    ...outcome,
    passed: passed + failed - alone.failed,
    failed: alone.failed,
    failedFiles: alone.failedFiles ?? failedFiles,
    passedAlone: alone.failed === 0 ? failedFiles : failedFiles.filter((file) => !stillFailing.has(file)),
  };
}

/** Lists of steps that run at the same time; without a processor for each, one after the other. */
export function groupsOf(steps, canShare) {
  const isGuest = (step) => canShare && steps.some(({ name }) => name === step.beside);
  return steps
    .filter((step) => !isGuest(step))
    .map((host) => [host, ...steps.filter((step) => isGuest(step) && step.beside === host.name)]);
}

const placeOf = (step, [host]) => (step === host ? '' : ` (beside ${host.name}; its output follows at the end)`);

/** Two outputs at once would be unreadable: this one goes to a file. */
async function runKept(step, node, extra) {
  const file = freshResult(`${step.name}.log`);
  const output = openSync(file, 'w');
  const outcome = await runStep(step, node, extra, output);
  closeSync(output);
  return { ...outcome, file };
}

async function runStep(step, node, extra, output) {
  const since = performance.now();
  try {
    return { step, ...(await step.run(node, extra, output)), time: secondsSince(since) };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { step, passed: 0, failed: 1, time: secondsSince(since) };
  }
}

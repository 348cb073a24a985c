/**
 * Runs `joinery suggest --cases` over an evaluation set and prints how good the suggestions are.
 *
 *     npm run eval:joins -- --dir DIR [--pred FILE] [--failures]
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Prediction, predictCases } from '../../cli/commands/suggest-cases.ts';
import { openConfig } from '../../cli/open-config.ts';
import { openEngine } from '../../cli/open-engine.ts';
import { stopSignal } from '../../cli/stop-signal.ts';
import { type EvaluationCase, readCases } from './cases.ts';
import { failureList } from './failures.ts';
import { scoreTable } from './table.ts';

const { values } = parseArgs({
  options: { dir: { type: 'string' }, pred: { type: 'string' }, failures: { type: 'boolean', default: false } },
});
const folder = values.dir ?? '../shared/join-eval';
const cases = readCases(folder);
if (cases === undefined) {
  process.stdout.write(`Skipped: there is no evaluation set in ${folder}. Name its folder with --dir.\n`);
} else if (values.pred === undefined) {
  const temporary = await mkdtemp(path.join(tmpdir(), 'joinery-eval-'));
  try {
    const file = path.join(temporary, 'predictions.jsonl');
    await predict(file);
    report(cases, await readPredictions(file));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
} else {
  report(cases, await readPredictions(values.pred));
}

function report(scored: readonly EvaluationCase[], predictions: ReadonlyMap<string, Prediction>): void {
  process.stdout.write(scoreTable(scored, predictions));
  if (values.failures) process.stdout.write(`\n${failureList(scored, predictions)}`);
}

async function predict(out: string): Promise<void> {
  const opened = await openConfig({ config: path.join(folder, 'config.yaml') }, 'error');
  const session = await openEngine(opened.config, opened.log);
  try {
    await predictCases(session, { cases: path.join(folder, 'cases.jsonl'), out, signal: stopSignal() });
  } finally {
    await session.close();
    await opened.close();
  }
}

async function readPredictions(file: string): Promise<Map<string, Prediction>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return new Map(lines.map((line) => JSON.parse(line) as Prediction).map((prediction) => [prediction.id, prediction]));
}

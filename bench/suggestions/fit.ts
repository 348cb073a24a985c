/**
 * Fits the weights of the join suggestions from evaluation cases and writes them to `server/joins/suggest/weights/model.json`; prints how models
 * that did not see a database fare on it.
 *
 *     node bench/suggestions/fit.ts --dir DIR [--dry]
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Prediction, prediction } from '../../cli/commands/suggest-cases.ts';
import { suggestionCards } from '../../server/joins/suggest/cards/suggestion-cards.ts';
import { edgesOf } from '../../server/joins/suggest/edges/analyse-pair.ts';
import { decide, type PairResult } from '../../server/joins/suggest/edges/decide.ts';
import type { SuggestModel } from '../../server/joins/suggest/weights/model.ts';
import { foldOf, readCases } from './cases.ts';
import { type PreparedCase, withPreparedCases } from './prepare.ts';
import { scoreTable } from './table.ts';
import { train } from './train.ts';

const { values } = parseArgs({ options: { dir: { type: 'string' }, dry: { type: 'boolean', default: false } } });
const folder = values.dir ?? '../shared/join-eval';
const cases = readCases(folder);
if (cases === undefined) {
  process.stderr.write(`There are no cases in ${folder}.\n`);
  process.exit(1);
}

await withPreparedCases(cases, path.join(folder, 'config.yaml'), async (prepared) => {
  const model = await train(prepared, true);
  if (!values.dry) {
    writeFileSync(
      new URL('../../server/joins/suggest/weights/model.json', import.meta.url),
      `${JSON.stringify(model, undefined, 2)}\n`,
    );
  }
  process.stdout.write(`fitted on all\n\n${scoreTable(cases, await predictAll(prepared, async () => model))}\n`);
  const models = new Map<string, Promise<SuggestModel>>();
  /** Its calibration is the common one, which comes from scores of models that had not seen the database either. */
  const unseen = (fold: string): Promise<SuggestModel> => {
    const rest = prepared.filter(({ evaluation }) => foldOf(evaluation) !== fold);
    const known = models.get(fold) ?? train(rest, false).then((made) => ({ ...made, calibration: model.calibration }));
    models.set(fold, known);
    return known;
  };
  const crossValidated = await predictAll(prepared, ({ evaluation }) => unseen(foldOf(evaluation)));
  process.stdout.write(`each database judged by a model that has not seen it\n\n${scoreTable(cases, crossValidated)}`);
});

async function predictAll(
  prepared: readonly PreparedCase[],
  modelFor: (one: PreparedCase) => Promise<SuggestModel>,
): Promise<Map<string, Prediction>> {
  const predictions = new Map<string, Prediction>();
  for (const one of prepared) {
    const model = await modelFor(one);
    const results: PairResult[] = [];
    for (const tables of one.prepared) results.push({ edges: await edgesOf(tables, model), union: tables.union });
    const { suggestions } = suggestionCards(decide(results, model), {
      isProvisional: () => false,
      notes: () => ({ warnings: [] }),
    });
    const frame = { suggestions: [...suggestions], queries: one.cost.queries, rowsRead: one.cost.rows };
    predictions.set(one.evaluation.id, prediction(one.evaluation.id, frame, 0));
  }
  return predictions;
}

/**
 * Writes an evaluation set of made-up databases that no weight was fitted on, in the form that `npm run eval:joins` reads.
 *
 *     node bench/suggestions/held-out/make.ts --out DIR [--seed 1] [--set first|last|far|known|fresh|culture]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../../../server/joins/testing/random.ts';
import type { EvaluationCase } from '../cases.ts';
import { type DraftCase, draftCases, FAR_SLICES } from './draft.ts';
import { Filler } from './fill.ts';
import { WORLDS } from './worlds.ts';
import { CULTURE_WORLDS } from './worlds-culture.ts';
import { FAR_WORLDS } from './worlds-far.ts';
import { FRESH_WORLDS } from './worlds-fresh.ts';
import { KNOWN_WORLDS } from './worlds-known.ts';
import { LAST_WORLDS } from './worlds-last.ts';
import { asCase, writeDatabase } from './write.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: '1' },
    set: { type: 'string', default: 'first' },
  },
});
if (values.out === undefined) {
  process.stderr.write('Name a folder with --out.\n');
  process.exit(1);
}
const folder = values.out;
const seed = Number(values.seed);
mkdirSync(path.join(folder, 'db'), { recursive: true });

const sets = {
  first: WORLDS,
  last: LAST_WORLDS,
  far: FAR_WORLDS,
  known: KNOWN_WORLDS,
  fresh: FRESH_WORLDS,
  culture: CULTURE_WORLDS,
};
const worlds = sets[values.set as keyof typeof sets];
if (worlds === undefined) {
  process.stderr.write(`There is no set "${values.set}": ${Object.keys(sets).join(', ')}.\n`);
  process.exit(1);
}
const isUsual = values.set === 'first' || values.set === 'last';
const filled = worlds.map((world, index) => ({ name: world.name, tables: new Filler(world, index, seed).tables }));
const drafts: DraftCase[] = draftCases(filled, new Random(seed), isUsual ? undefined : FAR_SLICES);
const cases: EvaluationCase[] = [];
const connections: string[] = [];
for (const [index, draft] of drafts.entries()) {
  const id = `${draft.kind}-${String(index).padStart(3, '0')}`;
  // Each table lies in a database of its own.
  const names = draft.tables.map((_, at) => `c${index}_${'abcdef'[at]}`);
  for (const [at, table] of draft.tables.entries()) {
    writeDatabase(path.join(folder, 'db', `${names[at]}.sqlite`), table, draft.hasKeys);
    connections.push(`  ${names[at]}: { driver: sqlite, path: ./db/${names[at]}.sqlite }`);
  }
  cases.push(asCase(id, draft, names));
}
writeFileSync(path.join(folder, 'cases.jsonl'), `${cases.map((one) => JSON.stringify(one)).join('\n')}\n`);
writeFileSync(path.join(folder, 'config.yaml'), `connections:\n${connections.join('\n')}\n`);
process.stdout.write(`${cases.length} cases in ${folder}\n`);

/** `npm run load`: see README.md. */
import { execFileSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { removeDemo, startDemo } from '../../demo/start-demo.ts';
import { startServer } from '../../e2e/fixtures/start-server.ts';
import { type Holding, holding } from './measures.ts';
import { beAPerson } from './person.ts';
import { Tally } from './tally.ts';

const { values } = parseArgs({
  options: { people: { type: 'string', default: '50' }, minutes: { type: 'string', default: '10' } },
});
const [people, minutes] = [Number(values.people), Number(values.minutes)];
/** Time for what was given back to be seen as given back. */
const SETTLE_MS = 5_000;

const folder = await mkdtemp(path.join(tmpdir(), 'joinery-load-'));
const demo = await startDemo({ dataDir: folder, log: { info: () => undefined } });
const server = await startServer(demo.configPath);
try {
  process.exitCode = await load();
} finally {
  await server.stop('SIGTERM');
  await demo.stop();
  await removeDemo(folder);
}

async function load(): Promise<number> {
  const { origin, searchParams } = new URL(server.url);
  const tally = new Tally();
  const place = {
    origin,
    token: searchParams.get('token') ?? '',
    tally,
    signal: AbortSignal.timeout(60_000 * minutes),
  };
  const measure = (): Promise<Holding> => holding(server.pid, path.join(folder, 'data'), async () => sessions());
  // The first requests load code; what they need stays.
  await beAPerson({ ...place, tally: new Tally(), signal: AbortSignal.timeout(10_000) }, 0);
  await delay(SETTLE_MS);
  const before = await measure();
  const working = { ...place, tally, signal: AbortSignal.timeout(60_000 * minutes) };
  await Promise.all(Array.from({ length: people }, (_, number) => beAPerson(working, number)));
  await delay(SETTLE_MS);
  const after = await measure();
  console.log(`${people} people for ${minutes} minutes`);
  console.table(tally.rows());
  console.table({ before, after });
  const left = after.temporaryFiles > before.temporaryFiles ? ['temporary files'] : [];
  const problems = [...tally.faults, ...left, ...(tally.rows().length === 0 ? ['no request was made'] : [])];
  if (problems.length > 0) console.log(`Not as it should be: ${[...new Set(problems)].join(', ')}`);
  return problems.length > 0 ? 1 : 0;
}

/** Processes of PostgreSQL that serve a session of ours. */
function sessions(): number {
  const list = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return list.split('\n').filter((line) => /^postgres: \w+ shop .*\(\d+\)/.test(line)).length;
}

/** `npm run load`: see README.md. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { parse, stringify } from 'yaml';
import { removeDemo, startDemo } from '../../demo/start-demo.ts';
import { startServer } from '../../e2e/fixtures/start-server.ts';
import { type Holding, holding } from './measures.ts';
import { beAPerson, flood } from './person.ts';
import { Tally } from './tally.ts';
import { makeTeam } from './team.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '10' },
    team: { type: 'boolean', default: false },
    flood: { type: 'boolean', default: false },
  },
});
const [people, minutes] = [Number(values.people), Number(values.minutes)];
/** Time for what was given back to be seen as given back. */
const SETTLE_MS = 5_000;
const WARM_UP_MS = 10_000;
/** Growth shows in what is held at so many moments. */
const SAMPLES = 10;

type SourceLogin = Readonly<Record<'host' | 'database' | 'user' | 'password', string> & { port: number }>;

const folder = await mkdtemp(path.join(tmpdir(), 'joinery-load-'));
const demo = await startDemo({ dataDir: folder, log: { info: () => undefined } });
const tokens = values.team ? await asTeam(demo.configPath) : [];
const server = await startServer(demo.configPath, [], { JOINERY_LOG_LEVEL: 'info' });
try {
  process.exitCode = await load();
} finally {
  await server.stop('SIGTERM');
  await demo.stop();
  await removeDemo(folder);
}

/** The demo's sources for a team; answers a token for each person, and one for the flood. */
async function asTeam(configPath: string): Promise<string[]> {
  const config = parse(await readFile(configPath, 'utf8')) as { connections: Record<string, object> };
  const connections = Object.entries(config.connections).map(([id, one]) => [id, { ...one, access: ['analyst'] }]);
  await writeFile(configPath, stringify({ connections: Object.fromEntries(connections), auth: { mode: 'team' } }));
  return makeTeam(configPath, people + 1);
}

async function load(): Promise<number> {
  const { origin, searchParams } = new URL(server.url);
  const tokenOf = (number: number): string => tokens[number] ?? searchParams.get('token') ?? '';
  const placeOf = (number: number, tally: Tally, signal: AbortSignal) => ({
    origin,
    token: tokenOf(number),
    tally,
    signal,
  });
  const measure = (): Promise<Holding> => holding(server.pid, path.join(folder, 'data'), sessions);
  // The first requests load code and start each engine process; what they need stays.
  const warmUp = AbortSignal.timeout(WARM_UP_MS);
  const first = Array.from({ length: Math.min(people, 4) }, (_, number) => number);
  await Promise.all(first.map((number) => beAPerson(placeOf(number, new Tally(), warmUp), number)));
  await delay(SETTLE_MS);
  const tally = new Tally();
  const held: Record<string, Holding & { requests: number; load: number }> = {};
  const sample = async (name: string): Promise<void> => {
    held[name] = { ...(await measure()), requests: tally.requests, load: Math.round(loadavg()[0] ?? 0) };
    console.error(name, JSON.stringify(held[name]));
  };
  await sample('start');
  const time = AbortSignal.timeout(60_000 * minutes);
  const crowd = Array.from({ length: people }, (_, number) => beAPerson(placeOf(number, tally, time), number));
  if (values.flood) crowd.push(flood(placeOf(people, tally, time)));
  for (let count = 1; count < SAMPLES; count += 1) {
    await delay((60_000 * minutes) / SAMPLES);
    await sample(`${((minutes * count) / SAMPLES).toFixed(1)} min`);
  }
  await Promise.all(crowd);
  await atRest(origin);
  await delay(SETTLE_MS);
  await sample('end');
  console.log(
    `${people} people for ${minutes} minutes${values.team ? ', a team' : ''}${values.flood ? ', a flood' : ''}`,
  );
  console.table(tally.rows());
  console.table(held);
  const left = (held.end?.temporaryFiles ?? 0) > (held.start?.temporaryFiles ?? 0) ? ['temporary files'] : [];
  const problems = [...tally.faults, ...left, ...(tally.rows().length === 0 ? ['no request was made'] : [])];
  for (const line of server.output.filter((one) => /"level":(50|60)/.test(one)).slice(0, 20)) console.log(line);
  if (problems.length > 0) console.log(`Not as it should be: ${[...new Set(problems)].join(', ')}`);
  return problems.length > 0 ? 1 : 0;
}

/** Settles when nothing runs or waits any more; the limit of a run's time ends what does not end itself. */
async function atRest(origin: string): Promise<void> {
  const headers = { authorization: `Bearer ${server.metricsToken}` };
  for (let tries = 0; tries < 120; tries += 1) {
    const figures = await (await fetch(`${origin}/metrics`, { headers })).text();
    const busy = [...figures.matchAll(/^joinery_engine_(?:running|waiting)\{.*\} (\d+)$/gm)];
    if (busy.length > 0 && busy.every(([, count]) => count === '0')) return;
    await delay(1_000);
  }
}

/** What our server has open on the PostgreSQL source. */
async function sessions(): Promise<number> {
  const { connections } = parse(await readFile(demo.configPath, 'utf8')) as { connections: { shop: SourceLogin } };
  const { host, port, database, user } = connections.shop;
  const password = await readFile(path.join(folder, connections.shop.password.replace('file:', '')), 'utf8');
  const client = new pg.Client({ host, port, database, user, password: password.trim(), application_name: 'load' });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE usename = current_user AND application_name <> 'load'",
    );
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}

/**
 * Lists and pages at a million runs and 100,000 queries: `npm run bench:history [-- RUNS QUERIES] [--data FOLDER]`. Prints p50 and p95 of the server's answers and, with the built page (`npm run build`), of
 * whole page loads in a browser with the bytes of the first and a repeated one; `--pages-only` leaves the lists out. A folder that is named is filled once, kept, and used again by the next call.
 * `--database URL` measures the lists and the dashboard's answers in that PostgreSQL, into which the folder's rows are copied if it is empty.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { HistoryQuery } from '../../lib/contract/history.ts';
import type { DatabaseConfig } from '../../server/config/config.ts';
import { JoineryError } from '../../server/errors.ts';
import { copyPath } from '../../server/history/figures/copy-file.ts';
import { copyToPostgres, openHistory } from '../../server/history/index.ts';
import { fillFigures } from './fill-figures.ts';
import { fillQueries, fillRuns } from './fill-history.ts';
import { measurePages } from './pages.ts';

const ROUNDS = 20;
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { data: { type: 'string' }, 'pages-only': { type: 'boolean' }, database: { type: 'string' } },
});
const runs = Number(positionals[0] ?? 1_000_000);
const queries = Number(positionals[1] ?? 100_000);
if (!(runs > 0 && queries > 0)) throw new Error('RUNS and QUERIES are whole numbers above 0');
const folder = values.data ?? (await mkdtemp(path.join(tmpdir(), 'joinery-bench-history-')));
const dataDir = path.resolve(folder, 'data');
const database = values.database === undefined ? undefined : { url: values.database, connections: 10 };
const place = { dataDir, database };
const isBuilt = existsSync(path.join(import.meta.dirname, '../../.next/BUILD_ID'));
const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;
const endMs = Date.now();
const daysAgo = (days: number): string => new Date(endMs - days * 86_400_000).toISOString();

const lists: Record<string, Omit<HistoryQuery, 'limit'>> = {
  'newest runs': {},
  'a word that every run has': { q: 'customers' },
  'one run of all, by its number': { q: `number = ${Math.round(runs / 3)} ` },
  'a table of 2,000': { q: 'table_1234 customers' },
  'a word that none has': { q: 'qwertyuiop' },
  'two letters': { q: 'zz' },
  'failed runs': { status: 'failed' },
  'one connection, failed': { status: 'failed', connection: 'source_3' },
  'slow runs (under 1 in 1,000) of a month': { minMs: 30_000, from: daysAgo(30) },
  'one kind of statement': { fingerprint: '00000000000000c8' },
  'pinned runs': { pinned: 'true' },
  'a month half a year ago': { from: daysAgo(210), to: daysAgo(180) },
};

if (!isBuilt) print('The page is not built (npm run build): page loads will be left out.');
try {
  const file = path.join(dataDir, 'joinery.sqlite');
  if (!existsSync(file)) {
    await (await openHistory({ dataDir })).close();
    const started = performance.now();
    fillFigures(file, runs, endMs);
    fillRuns(file);
    fillQueries(file, queries, endMs);
    print(`${runs} runs and ${queries} queries written in ${seconds(performance.now() - started)}, ${load()}`);
  }
  if (database !== undefined) await copyIfEmpty(database);
  if (values['pages-only'] !== true) await measureLists(file);
  if (isBuilt && database === undefined) {
    const config = path.resolve(folder, 'config.yaml');
    await writeFile(config, 'connections: {}\n');
    for (const line of await measurePages(config, ROUNDS)) print(line);
    print(load());
  }
} finally {
  if (values.data === undefined) await rm(folder, { recursive: true });
}

async function copyIfEmpty(to: DatabaseConfig): Promise<void> {
  const started = performance.now();
  try {
    await copyToPostgres(dataDir, to);
    print(`copied into PostgreSQL in ${seconds(performance.now() - started)}, ${load()}`);
  } catch (thrown) {
    // It holds them already.
    if (!(thrown instanceof JoineryError && thrown.code === 'conflict' && / holds something /.test(thrown.message)))
      throw thrown;
  }
}

async function measureLists(file: string): Promise<void> {
  await rm(copyPath(file), { force: true });
  const opened = performance.now();
  const history = await openHistory(place);
  print(`opened in ${seconds(performance.now() - opened)}`);
  for (const [name, query] of Object.entries(lists)) {
    let found = '';
    await report(`history, ${name}`, async () => {
      const { runs: page, searchedTo } = await history.runs({ ...query, limit: 50 });
      found = `${page.length} runs${searchedTo === undefined ? '' : ', looked at 20,000'}`;
    });
    print(`  ${found}`);
  }
  await report('queries, first page', () => history.queries.list({ limit: 50 }));
  await report('queries, one of all', () =>
    history.queries.list({ q: `figures ${Math.round(queries / 2)}`, limit: 50 }),
  );
  await report('queries, a tag', () => history.queries.list({ tag: 'tag-77', limit: 50 }));
  await report('queries, favourites', () => history.queries.list({ isFavourite: true, limit: 50 }));
  const month = { from: daysAgo(30), to: new Date(endMs + 60_000).toISOString(), timeZone: 'Europe/Prague' };
  print(`dashboard, first answer with the copy: ${seconds(await timed(() => history.performance(month)))}, ${load()}`);
  await history.close();
  const again = await openHistory(place);
  print(`dashboard, first answer after a start: ${seconds(await timed(() => again.performance(month)))}, ${load()}`);
  await report('dashboard, 30 days', () => again.performance(month));
  await again.close();
}

async function report(name: string, task: () => Promise<unknown>): Promise<void> {
  const used = process.cpuUsage();
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(task));
  const { user, system } = process.cpuUsage(used);
  times.sort((a, b) => a - b);
  const at = (share: number): string => (times[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(0);
  print(
    `${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, processor time ${((user + system) / 1000 / ROUNDS).toFixed(1)} ms`,
  );
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

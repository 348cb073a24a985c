/** The dashboard's answer at a million runs: `npm run bench:performance [-- RUNS]`. Prints p50 and p95 of repeated questions, and the longest hold-up of the process. */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { PerformanceQuery } from '../../lib/contract/performance.ts';
import { openHistory } from '../../server/history/index.ts';
import { sampleRun } from '../../server/history/testing/sample-run.ts';
import { fillFigures } from './fill-figures.ts';

const ROUNDS = 20;
const runs = Number(process.argv[2] ?? 1_000_000);
const dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-bench-performance-'));
const endMs = Date.now();
const range = (days: number): PerformanceQuery => ({
  from: new Date(endMs - days * 86_400_000).toISOString(),
  to: new Date(endMs + 60_000).toISOString(),
  timeZone: 'Europe/Prague',
});
const questions: Record<string, PerformanceQuery> = {
  'a day': range(1),
  '7 days': range(7),
  '30 days': range(30),
  '90 days': range(90),
  'a year': range(365),
  'a year, one connection': { ...range(365), connection: 'source_3' },
  'a year, one kind of statement': { ...range(365), fingerprint: '00000000000000c8' },
};

const print = (line: string): boolean => process.stdout.write(`${line}\n`);
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;

try {
  await (await openHistory({ dataDir })).close();
  const started = performance.now();
  fillFigures(path.join(dataDir, 'joinery.sqlite'), runs, endMs);
  print(`${runs} runs written in ${seconds(performance.now() - started)}, ${load()}`);
  const history = await openHistory({ dataDir });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  print(
    `first answer (copy made): ${seconds(await timed(() => history.performance(range(30))))}, longest hold-up ${(delay.max / 1e6).toFixed(0)} ms, ${load()}`,
  );
  for (const [name, query] of Object.entries(questions)) {
    delay.reset();
    const used = process.cpuUsage();
    const times: number[] = [];
    let counted = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      times.push(
        await timed(async () => {
          counted = (await history.performance(query)).totals.runs;
        }),
      );
    }
    const { user, system } = process.cpuUsage(used);
    const processorMs = (user + system) / 1000 / ROUNDS;
    times.sort((a, b) => a - b);
    print(
      `${name} (${counted} runs): p50 ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms, processor time ${processorMs.toFixed(0)} ms, longest hold-up ${(delay.max / 1e6).toFixed(0)} ms, ${load()}`,
    );
  }
  const run = sampleRun('fresh', { startedAt: new Date(endMs).toISOString() });
  await history.insertRun(run);
  await history.updateRun({ ...run, status: 'succeeded' });
  print(`after one more run: ${seconds(await timed(() => history.performance(range(30))))}`);
  await history.close();
} finally {
  await rm(dataDir, { recursive: true });
}

async function timed(task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}

function at(sorted: readonly number[], share: number): string {
  return (sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN).toFixed(0);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

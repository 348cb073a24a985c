/** Times windows of a stored result at several depths, sorted and filtered ones, summaries and exports: `node bench/results/windows.mts [rows]`. Reported, not asserted. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import type { ResultView } from '../../lib/contract/result.ts';
import { openResultFile } from '../../server/results/open-result-file.ts';
import { makeResult } from '../../server/results/testing/make-result.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const folder = await mkdtemp(path.join(tmpdir(), 'joinery-bench-'));
const file = path.join(folder, 'result.duckdb');
const select = `SELECT i AS id, 'customer ' || hash(i) AS name, (i * 37 % 100000)::DECIMAL(12,2) / 100 AS amount,
  DATE '2020-01-01' + (i % 2000)::INTEGER AS day, TIMESTAMP '2020-01-01' + i * INTERVAL 1 second AS moment,
  i % 2 = 0 AS flag, random() AS ratio, NULL::VARCHAR AS nothing FROM range(${rows}) rows(i)`;
/** Seconds on the clock, and of processor: what a busy machine does not change much. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly value: T; readonly took: string }> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  return { value, took: `${seconds} s (${((user + system) / 1e6).toFixed(1)} s of processor)` };
}

try {
  console.log(new Date().toISOString());
  const columns = await makeResult(file, select);
  console.log(`load ${loadavg()[0]?.toFixed(1)} on this machine`);
  console.log(`${rows} rows x ${columns.length} columns, ${((await stat(file)).size / 1e6).toFixed(0)} MB`);
  const result = await openResultFile(file, columns);
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const offset = Math.max(0, Math.min(rows - 200, Math.floor(rows * share) + round * 200));
      const start = performance.now();
      await result.window({ offset, limit: 200, firstColumn: 0, lastColumn: 7 });
      times.push(performance.now() - start);
    }
    times.sort((left, right) => left - right);
    console.log(
      `window of 200 at ${share * 100}%: median ${times[10]?.toFixed(1)} ms, slowest ${times[19]?.toFixed(1)} ms`,
    );
  }
  const never = new AbortController().signal;
  const views: [string, ResultView][] = [
    ['sort by a number', { sort: [{ column: 6, direction: 'desc', nulls: 'last' }], filters: [] }],
    ['sort by a text', { sort: [{ column: 1, direction: 'asc', nulls: 'last' }], filters: [] }],
    ['filter a range', { sort: [], filters: [{ column: 2, operator: 'between', values: ['100', '200'] }] }],
    ['filter a text', { sort: [], filters: [{ column: 1, operator: 'contains', values: ['777'] }] }],
  ];
  for (const [words, view] of views) {
    const { value: prepared, took } = await timed(() => result.prepare(view, never));
    const times: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const offset = Math.floor((prepared.rows - 200) * (round / 9));
      const start = performance.now();
      await result.window({ offset: Math.max(0, offset), limit: 200, firstColumn: 0, lastColumn: 7, view });
      times.push(performance.now() - start);
    }
    times.sort((left, right) => left - right);
    console.log(
      `${words}: ${prepared.rows} rows in ${took}; window of 200 anywhere: median ${times[5]?.toFixed(0)} ms, slowest ${times[9]?.toFixed(0)} ms`,
    );
  }
  for (const column of [0, 1, 2, 3]) {
    const { value, took } = await timed(() => result.summary(column, { sort: [], filters: [] }, never));
    console.log(
      `summary of c${column}: ${took}, ${value.distinct} distinct${value.isDistinctExact ? '' : ' (estimated)'}`,
    );
  }
  for (const format of ['csv', 'json', 'parquet', 'xlsx'] as const) {
    let bytes = 0;
    const sink = new Writable({
      write(piece: Buffer, _encoding, done) {
        bytes += piece.length;
        done();
      },
    });
    const { took } = await timed(() => result.export(format, sink));
    console.log(
      `${format}: ${(bytes / 1e6).toFixed(0)} MB in ${took}, ${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`,
    );
  }
  await result.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

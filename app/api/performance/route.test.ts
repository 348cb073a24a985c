import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorBodySchema } from '../../../lib/contract/errors.ts';
import { performanceAnswerSchema } from '../../../lib/contract/performance.ts';
import { type History, openHistory } from '../../../server/history/index.ts';
import { sampleFetch, sampleRun } from '../../../server/history/testing/sample-run.ts';
import { provideHost, type ServerHost } from '../../../server/index.ts';
import { GET } from './route.ts';

let folder: string;
let history: History;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'joinery-performance-route-'));
  history = await openHistory({ dataDir: folder });
  const run = sampleRun('one', { fetches: [sampleFetch('shop')] });
  await history.insertRun(run);
  await history.updateRun({ ...run, status: 'succeeded' });
  // The route uses nothing else of the host.
  provideHost({ access: { view: () => ({ history }) } } as unknown as ServerHost);
});
afterAll(async () => {
  await history.close();
  await rm(folder, { recursive: true });
});

const ask = (query: string): Promise<Response> => GET(new Request(`http://127.0.0.1/api/performance?${query}`), {});
const RANGE = 'from=2026-01-02T00:00:00Z&to=2026-01-03T00:00:00%2B01:00';

test('answers the figures of a range as the contract says', async () => {
  const figures = performanceAnswerSchema.parse(await (await ask(`${RANGE}&timeZone=Europe/Prague`)).json());
  expect(figures.totals).toMatchObject({ runs: 1, succeeded: 1, averageMs: 1.5 });
  expect(figures.connections).toMatchObject([{ connection: 'shop', rows: 10 }]);
  expect(figures.slowest).toMatchObject([{ runId: 'one', text: 'SELECT * FROM shop.orders' }]);
});

test('refuses what is no range, zone or fingerprint, and takes any text as the name of a connection', async () => {
  const bad = [
    '',
    'from=2026-01-02&to=x',
    `${RANGE}&timeZone=Mars/Olympus`,
    `${RANGE}&fingerprint=1`,
    `${RANGE}&fingerprint=${'g'.repeat(16)}`,
  ];
  for (const query of bad) {
    const answer = await ask(query);
    expect([query, answer.status, errorBodySchema.parse(await answer.json()).error.code]).toEqual([
      query,
      400,
      'bad_request',
    ]);
  }
  const odd = await ask(`${RANGE}&connection=${encodeURIComponent("x' OR 1=1 --")}`);
  expect(performanceAnswerSchema.parse(await odd.json()).totals.runs).toBe(0);
});

test('a range that ends before it begins holds nothing', async () => {
  const answer = await ask('from=2026-01-03T00:00:00Z&to=2026-01-02T00:00:00Z');
  expect(performanceAnswerSchema.parse(await answer.json())).toMatchObject({ totals: { runs: 0 }, days: [] });
});

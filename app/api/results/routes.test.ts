import { afterAll, beforeAll, expect, test } from 'vitest';
import { errorBodySchema } from '../../../lib/contract/errors.ts';
import { resultWindowSchema } from '../../../lib/contract/result.ts';
import { historyAnswerSchema } from '../../../lib/contract/run.ts';
import { provideHost, type ServerHost } from '../../../server/index.ts';
import { type ResultFixture, resultFixture } from '../../../server/results/testing/result-fixture.ts';
import { GET as getHistory } from '../history/route.ts';
import { GET as getExport } from './[runId]/export/route.ts';
import { GET as getRows } from './[runId]/rows/route.ts';

let fixture: ResultFixture;
beforeAll(async () => {
  fixture = await resultFixture();
  await fixture.keep('r1', "SELECT i AS id, i AS id, 'n' || i AS name FROM range(200000) rows(i)");
  // These routes use nothing else of the host.
  provideHost({
    access: { view: () => ({ results: fixture.results, history: fixture.history }) },
  } as unknown as ServerHost);
});
afterAll(() => fixture.close());

const request = (path: string): Request => new Request(`http://127.0.0.1${path}`);
const context = (runId: string) => ({ params: Promise.resolve({ runId }) });

test('rows answers a window', async () => {
  const answer = await getRows(request('/api/results/r1/rows?offset=199999&limit=5&columns=1-2'), context('r1'));
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(resultWindowSchema.parse(await answer.json()).rows).toEqual([['199999', 'n199999']]);
});

test('bad windows and unknown runs have the one error shape', async () => {
  for (const query of ['limit=1001', 'limit=0', 'offset=-1', 'columns=1', 'columns=2-1', 'columns=3-4', 'offset=x']) {
    const answer = await getRows(request(`/api/results/r1/rows?${query}`), context('r1'));
    expect([query, answer.status]).toEqual([query, 400]);
    expect(errorBodySchema.parse(await answer.json()).error.code).toBe('bad_request');
  }
  const unknown = await getRows(request('/api/results/zz/rows'), context('zz'));
  expect([unknown.status, errorBodySchema.parse(await unknown.json()).error.code]).toEqual([404, 'not_found']);
  const format = await getExport(request('/api/results/r1/export?format=exe'), context('r1'));
  expect(format.status).toBe(400);
});

test('export is a download, whole and in pieces', async () => {
  const answer = await getExport(request('/api/results/r1/export?format=csv'), context('r1'));
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="result 2026-01-02 030405.csv"/);
  expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
  const lines = (await answer.text()).split('\n');
  expect([lines[0], lines[200_000], lines.length]).toEqual(['id,id,name', '199999,199999,n199999', 200_002]);
});

test('a reader that leaves ends the export', async () => {
  const answer = await getExport(request('/api/results/r1/export?format=json'), context('r1'));
  const reader = answer.body?.getReader();
  expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
  await reader?.cancel();
  expect(await reader?.read()).toEqual({ done: true, value: undefined });
});

test('history lists runs and refuses what it does not know', async () => {
  const answer = await getHistory(request('/api/history?q=ORDERS&limit=1'), {});
  expect(historyAnswerSchema.parse(await answer.json()).runs.map((run) => run.id)).toEqual(['r1']);
  const none = await getHistory(request('/api/history?status=failed'), {});
  expect(await none.json()).toEqual({ runs: [] });
  for (const query of ['status=odd', 'limit=201', 'cursor=bm9uc2Vuc2U']) {
    expect((await getHistory(request(`/api/history?${query}`), {})).status).toBe(400);
  }
});

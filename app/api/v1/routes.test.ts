import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { saveQuerySchema } from '../../../lib/contract/query.ts';
import type { Run, StartRun } from '../../../lib/contract/run.ts';
import { JoineryError } from '../../../server/errors.ts';
import { sampleRun } from '../../../server/history/testing/sample-run.ts';
import { provideHost, type ServerHost } from '../../../server/index.ts';
import { type JoinsFixture, join, startJoins, table } from '../../../server/joins/testing/joins-fixture.ts';
import { POST as runSaved } from './queries/[name]/runs/route.ts';
import { GET as getRun } from './runs/[runId]/route.ts';

let fixture: JoinsFixture;
let started: StartRun[];
let states: Run[];
beforeAll(async () => {
  fixture = await startJoins();
});
afterAll(() => fixture.close());
beforeEach(() => {
  started = [];
  states = [sampleRun('run'), sampleRun('run', { status: 'succeeded' })];
  const document = join(table('shop', 'orders'), table('crm', 'accounts'), [['order_id', 'account_id']]);
  const saved = {
    join: { kind: 'join', text: JSON.stringify(document), rowLimit: 7 },
    statement: { text: 'SELECT {{n}}', target: 'shop', parameters: [{ name: 'n', type: 'integer', value: '1' }] },
  };
  const named = async (name: string) => {
    if (name !== 'join' && name !== 'statement') throw new JoineryError('not_found', 'No query has that title.');
    return saveQuerySchema.parse({ title: name, ...saved[name] });
  };
  const runs = {
    start: async (request: StartRun) => {
      started.push(request);
      return states[0];
    },
    get: async () => states[0],
    watch: async function* () {
      for (const run of states) yield { type: 'run', run };
    },
  };
  provideHost({
    access: { view: () => ({ joins: fixture.joins, queries: { named }, runs }) },
  } as unknown as ServerHost);
});

const post = (name: string, body: unknown, search = ''): Promise<Response> =>
  runSaved(new Request(`http://127.0.0.1/api/v1${search}`, { method: 'POST', body: JSON.stringify(body) }), {
    params: Promise.resolve({ name }),
  });

it('runs a saved join as its statement, with its own row limit', async () => {
  expect((await post('join', {})).status).toBe(200);
  expect(started).toEqual([expect.objectContaining({ text: expect.stringMatching(/^SELECT/), rowLimit: 7 })]);
});

it('puts the values and the limit that are given over the saved ones', async () => {
  await post('statement', { parameters: { n: 12 }, rowLimit: null });
  const parameters = [{ name: 'n', type: 'integer', value: '12' }];
  expect(started).toEqual([{ text: 'SELECT {{n}}', target: 'shop', rowLimit: null, pushdown: 'safe', parameters }]);
});

it('refuses what the query does not take, before anything runs', async () => {
  expect((await post('statement', { parameters: { m: 1 } })).status).toBe(400);
  expect((await post('statement', { parameters: { n: 2 ** 60 } })).status).toBe(400);
  expect((await post('unknown', {})).status).toBe(404);
  expect(started).toEqual([]);
});

it('answers at once, or when the run has ended if it is to wait', async () => {
  expect(await (await post('statement', {})).json()).toMatchObject({ status: 'running' });
  expect(await (await post('statement', {}, '?wait=30')).json()).toMatchObject({ status: 'succeeded' });
  const get = (search: string) =>
    getRun(new Request(`http://127.0.0.1/api/v1/runs/run${search}`), { params: Promise.resolve({ runId: 'run' }) });
  expect(await (await get('')).json()).toMatchObject({ status: 'running' });
  expect(await (await get('?wait=30')).json()).toMatchObject({ status: 'succeeded' });
  expect((await get('?wait=3600')).status).toBe(400);
});

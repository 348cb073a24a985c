import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JoinDocument } from '../../../lib/contract/join.ts';
import { provideHost, type ServerHost } from '../../../server/index.ts';
import { type JoinsFixture, join, startJoins, table } from '../../../server/joins/testing/joins-fixture.ts';
import { POST as postCounts } from './counts/route.ts';
import { POST as postExamples } from './examples/route.ts';
import { POST as postFromSql } from './from-sql/route.ts';
import { POST as postPartSql } from './part-sql/route.ts';
import { POST as postSql } from './sql/route.ts';
import { POST as postXray } from './xray/route.ts';

let fixture: JoinsFixture;
let document: JoinDocument;
beforeAll(async () => {
  fixture = await startJoins();
  document = join(table('shop', 'orders'), table('crm', 'accounts'), [['order_id', 'account_id']]);
  provideHost({ access: { view: () => ({ joins: fixture.joins }) } } as unknown as ServerHost);
});
afterAll(() => fixture.close());

type Route = (request: Request, context: unknown) => Promise<Response>;
const post = (route: Route, body: unknown): Promise<Response> =>
  route(new Request('http://127.0.0.1/api/joins', { method: 'POST', body: JSON.stringify(body) }), {});

it('writes a document as SQL and reads it back', async () => {
  const written = await (await post(postSql, { document })).json();
  expect(written).toMatchObject({ sql: expect.stringMatching(/^SELECT a\.order_id/) });
  expect(await (await post(postFromSql, written)).json()).toEqual({ document });
  const beyond = await post(postFromSql, { sql: 'SELECT 1' });
  expect(await beyond.json()).toMatchObject({ beyond: { reason: 'A join needs a table in FROM.' } });
});

it('streams frames to the last one', async () => {
  const response = await post(postXray, { document, step: 0 });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const frames = (await response.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(frames.map(({ isDone }) => isDone)).toEqual([...frames.slice(1).map(() => false), true]);
  expect(frames.at(-1)).toMatchObject({ expectedRows: { value: 5, isExact: true } });
});

it('answers parts, counts and examples', async () => {
  expect(await (await post(postPartSql, { document, step: 0, part: 'leftOnly' })).json()).toMatchObject({
    sql: expect.stringContaining('ANTI JOIN'),
  });
  expect(await (await post(postCounts, { document, step: 0 })).json()).toEqual({
    left: { matched: 5, only: 3 },
    right: { matched: 5, only: 0 },
  });
  expect(await (await post(postExamples, { document, step: 0, key: 0 })).json()).toMatchObject({
    left: { examples: expect.any(Array) },
  });
});

it('answers a document that is none, or cannot run, in the one error shape', async () => {
  expect((await post(postSql, { document: { version: 1 } })).status).toBe(400);
  const gone = join(table('shop', 'orders'), table('crm', 'accounts'), [['vanished', 'account_id']]);
  const answer = await post(postXray, { document: gone, step: 0 });
  expect(await answer.text()).toContain('unknown_column');
  expect((await post(postXray, { document, step: 4 })).status).toBe(400);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PostgresServer, startPostgres } from '../../../test/servers/postgres.ts';
import { type JoinsFixture, join, startJoins, table } from '../testing/joins-fixture.ts';

let server: PostgresServer;
let fixture: JoinsFixture;
beforeAll(async () => {
  server = await startPostgres();
  const client = await server.adminClient(server.database);
  await client.query(`CREATE TABLE visits (visit_id bigint PRIMARY KEY, "Customer No" text, day date);
    INSERT INTO visits SELECT i, CASE WHEN i % 10 = 0 THEN NULL ELSE (i % 4)::text END, DATE '2026-01-01' + i FROM generate_series(1, 1000) i`);
  await client.end();
  const { host, port, database } = server;
  fixture = await startJoins(
    `  web: ${JSON.stringify({ driver: 'postgres', host, port, database, user: server.user, password: server.password })}\n`,
  );
});
afterAll(async () => {
  await fixture?.close();
  await server?.stop();
});

it('measures PostgreSQL against SQLite; groups, not rows, come from the server', async () => {
  const document = join(
    table('web', 'visits', 'public'),
    table('shop', 'orders'),
    [['Customer No', 'customer_no']],
    'right',
  );
  const last = (await fixture.frames(document)).at(-1);
  expect(last?.error).toBeUndefined();
  expect(last).toMatchObject({
    left: {
      rows: { value: 1000, isExact: true },
      nullKeys: { value: 100, isExact: true },
      distinctKeys: { value: 4, isExact: true },
      matchedKeys: { value: 2, isExact: true },
    },
    right: { rows: { value: 8, isExact: true }, matchedRows: { value: 5, isExact: true } },
    isDone: true,
  });
  expect(last?.expectedRows).toEqual({
    value: await fixture.count((await fixture.joins.toSql(document)).sql),
    isExact: true,
  });
  expect(last?.rowsRead).toBeLessThan(60);
});

it('shows the rows of a quoted key and of dates with their values kept', async () => {
  const document = join(table('web', 'visits', 'public'), table('shop', 'orders'), [['visit_id', 'order_id']]);
  document.inputs[0]?.filters.push({ column: 'day', operator: 'between', values: ['2026-01-02', '{{until}}'] });
  document.parameters = [{ name: 'until', type: 'date', value: '2026-01-04' }];
  expect((await fixture.frames(document)).at(-1)).toMatchObject({
    left: { rows: { value: 3 } },
    expectedRows: { value: 3 },
  });
  const { left } = await fixture.joins.examples(
    join(table('web', 'visits', 'public'), table('shop', 'orders'), [
      ['Customer No', 'customer_no', '=', [], [{ kind: 'zero_pad', length: 4 }]],
    ]),
    0,
    0,
    new AbortController().signal,
  );
  expect(left.examples).toContainEqual({ before: '3', after: '0003' });
});

/** A table that may hold NULLs since its catalog was read: a count that rests on NOT NULL ends in an error and never in another number. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { postgresDriver } from '../../server/connectors/postgres/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

let server: PostgresServer;
let admin: pg.Client;

beforeAll(async () => {
  server = await startPostgres();
  admin = await server.adminClient();
  await admin.query('CREATE TABLE orders (id int NOT NULL, customer int); INSERT INTO orders VALUES (7, 1), (8, 1)');
}, 120_000);
afterAll(async () => {
  await admin.end();
  await server.stop();
});

/** With the catalog as it is now. */
async function openEngine(): Promise<EngineOver> {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-stale-'));
  await writeFile(path.join(folder, 'customers.csv'), 'key\n1\n2\n');
  const { host, port, user, password, database } = server;
  const context = contextOf(folder);
  const login = { host, port, user, password, database };
  const connectors = {
    pg: postgresDriver.create(postgresDriver.optionsSchema.parse(login), context('pg')),
    web: filesDriver.create(filesDriver.optionsSchema.parse({ path: folder }), context('web')),
  };
  return engineOver(connectors, folder, { reducesAlways: true });
}

const text = 'SELECT key, count(id) FROM web.customers LEFT JOIN pg.orders ON key = customer GROUP BY key ORDER BY key';

it('is told of a column that was counted by the key of its join', async () => {
  const engine = await openEngine();
  try {
    const { rows, fetches } = await engine.rows(text);
    expect(rows).toEqual([
      ['1', '2'],
      ['2', '0'],
    ]);
    expect(fetches.find(({ connection }) => connection === 'pg')?.sql).not.toContain('"id"');
    await admin.query('ALTER TABLE orders ALTER id DROP NOT NULL; INSERT INTO orders VALUES (NULL, 1)');
    await expect(engine.rows(text)).rejects.toMatchObject({
      code: 'source_changed',
      connection: 'pg',
      message: expect.stringContaining('"orders.id"'),
    });
  } finally {
    await engine.close();
  }
  const refreshed = await openEngine();
  try {
    expect((await refreshed.rows(text)).rows).toEqual([
      ['1', '2'],
      ['2', '0'],
    ]);
  } finally {
    await refreshed.close();
  }
});

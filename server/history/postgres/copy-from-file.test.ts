/** Every value of every table arrives, or nothing does. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type PostgresPlaces, postgresPlaces } from '../../../test/servers/history-places.ts';
import { copyToPostgres, openHistory } from '../index.ts';
import { applyMigrations, databasePath } from '../migrate.ts';
import { fill, ROWS } from '../testing/fill-tables.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { connectOnce } from './connection.ts';

/** Has read, and keeps the file open, as a server does. */
const HOLD =
  "const file = new (require('node:sqlite').DatabaseSync)(process.argv[1]); file.prepare('SELECT count(*) FROM Run').get(); console.log('open'); setInterval(() => file, 1000)";

let places: PostgresPlaces;
let place: Awaited<ReturnType<PostgresPlaces['make']>>;
beforeAll(async () => {
  places = await postgresPlaces();
});
beforeEach(async () => {
  place = await places.make();
});
afterAll(() => places.stop());

const inFile = <T>(use: (file: DatabaseSync) => T): T => {
  const file = new DatabaseSync(databasePath(place.dataDir), { enableForeignKeyConstraints: false });
  try {
    return use(file);
  } finally {
    file.close();
  }
};

/** The same for both databases: `1` is true, and a time is its milliseconds. */
function plain(value: unknown): unknown {
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return Date.parse(`${value.slice(0, 19)}Z`);
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

it('brings every value of every table', async () => {
  await applyMigrations(place.dataDir);
  const held = inFile(fill);
  const copied = await copyToPostgres(place.dataDir, place.database);
  const client = await connectOnce(place.database);
  try {
    for (const [table, rows] of held) {
      if (['Server', 'SignInAttempt'].includes(table)) continue;
      expect(copied.get(table), table).toBe(ROWS);
      const [first] = Object.keys(rows[0] ?? {});
      // Times without a zone, which are in UTC.
      const { rows: found } = await client.query<{ row: Record<string, unknown> }>(
        `SELECT to_json(t) AS row FROM "${table}" t ORDER BY "${first}"`,
      );
      const values = (row: Record<string, unknown>): Record<string, unknown> =>
        Object.fromEntries(
          Object.entries(row)
            .filter(([name]) => name !== 'searchRow' && name !== 'row')
            .map(([name, value]) => [name, plain(value)]),
        );
      const expected = rows.toSorted((one, other) =>
        String(one[first ?? '']).localeCompare(String(other[first ?? ''])),
      );
      expect(
        found.map(({ row }) => values(row)),
        table,
      ).toEqual(expected.map(values));
    }
  } finally {
    await client.end();
  }
});

it('is what a server goes on with: search, figures and new runs', async () => {
  const before = await openHistory({ dataDir: place.dataDir });
  const text = 'SELECT \0 AS "🧮 Größe"';
  for (const id of ['one', 'two']) {
    await before.insertRun(sampleRun(id, { text }));
    await before.updateRun(sampleRun(id, { text, status: 'succeeded', rows: 2 ** 40 }));
  }
  await before.insertRun(sampleRun('cut'));
  await before.close();
  await copyToPostgres(place.dataDir, place.database);
  const after = await openHistory({ ...place, server: {} });
  try {
    expect((await after.runs({ q: 'größe', limit: 9 })).runs.map(({ id }) => id).sort()).toEqual(['one', 'two']);
    expect(await after.run('one')).toMatchObject({ text: text.replace('\0', '\uFFFD'), rows: 2 ** 40 });
    expect((await after.run('cut')).status).toBe('interrupted');
    await after.insertRun(sampleRun('three', { status: 'succeeded' }));
    const whole = { timeZone: 'UTC', from: '2026-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' };
    expect((await after.performance(whole)).totals.runs).toBe(3);
  } finally {
    await after.close();
  }
});

it('refuses a file at work, a database that holds something, and a folder without a file, and copies nothing', async () => {
  await expect(copyToPostgres(place.dataDir, place.database)).rejects.toMatchObject({ code: 'not_found' });
  const history = await openHistory({ dataDir: place.dataDir });
  for (const id of ['one', 'two']) await history.insertRun(sampleRun(id));
  await history.close();
  // Locks tell processes apart, not users within one.
  const holder = spawn(process.execPath, ['-e', HOLD, databasePath(place.dataDir)]);
  try {
    await once(holder.stdout, 'data');
    await expect(copyToPostgres(place.dataDir, place.database)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('at work'),
    });
  } finally {
    holder.kill();
    await once(holder, 'exit');
  }
  expect((await copyToPostgres(place.dataDir, place.database)).get('Run')).toBe(2);
  await expect(copyToPostgres(place.dataDir, place.database)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('holds something already'),
  });
});

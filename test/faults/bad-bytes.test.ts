/** Bytes and sizes that no table should hold: each ends in an error that names the connection, or arrives exactly. */
import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesDriver } from '../../server/connectors/files/index.ts';
import { postgresDriver } from '../../server/connectors/postgres/index.ts';
import { contextOf, type EngineOver, engineOver } from '../engine-over.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

const notUtf8 = Buffer.from([0x61, 0xff, 0xfe, 0x62]);
const hugeText = 'x'.repeat(100_000_000);

let server: PostgresServer;
let engine: EngineOver;
beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'joinery-bytes-'));
  const web = path.join(folder, 'web');
  await mkdir(web);
  const lines = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part)));
  for (const name of ['csv_bytes', 'csv_huge']) await writeFile(path.join(web, `${name}.csv`), 'id,note\n1,a\n');
  for (const name of ['json_bytes', 'json_huge'])
    await writeFile(path.join(web, `${name}.jsonl`), '{"id": 1, "note": "a"}\n');
  await writeFile(path.join(web, 'good.csv'), 'id\n1\n');
  server = await startPostgres();
  const admin = await server.adminClient();
  await admin.query("CREATE DATABASE raw ENCODING 'SQL_ASCII' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
  await admin.end();
  const raw = await server.adminClient('raw');
  await raw.query("SET client_encoding = 'SQL_ASCII'");
  await raw.query(
    "CREATE TABLE bytes (id int, note text); INSERT INTO bytes VALUES (1, 'a'), (2, convert_from('\\x61fffe62', 'SQL_ASCII'))",
  );
  await raw.query("CREATE TABLE huge AS SELECT 1 AS id, repeat('x', 100000000) AS note");
  await raw.end();
  const { host, port, user, password } = server;
  const context = contextOf(folder);
  const connectors = {
    pg: postgresDriver.create(
      postgresDriver.optionsSchema.parse({ host, port, user, password, database: 'raw' }),
      context('pg'),
    ),
    web: filesDriver.create(filesDriver.optionsSchema.parse({ path: web }), context('web')),
  };
  engine = await engineOver(connectors, folder, {
    limits: { runTimeMs: 120_000, runMemoryBytes: 2_147_483_648, runSpillBytes: 4_294_967_296 },
  });
  // Files that were good when the catalog was read, and are not any more.
  await appendFile(path.join(web, 'csv_bytes.csv'), lines('2,', notUtf8, '\n'));
  await writeFile(
    path.join(web, 'json_bytes.jsonl'),
    lines('{"id": 1, "note": "a"}\n{"id": 2, "note": "', notUtf8, '"}\n'),
  );
  await appendFile(path.join(web, 'csv_huge.csv'), `2,${hugeText}\n`);
  await appendFile(path.join(web, 'json_huge.jsonl'), `{"id": 2, "note": "${hugeText}"}\n`);
}, 120_000);
afterAll(async () => {
  await engine.close();
  await server.stop();
});

const ending = async (text: string) => {
  const [outcome] = await Promise.allSettled([engine.rows(text)]);
  return outcome.status === 'fulfilled' ? outcome.value.rows : outcome.reason;
};

describe('bytes that are no UTF-8 are refused', () => {
  it.each([
    ['pg', 'SELECT * FROM pg.bytes'],
    ['web', 'SELECT * FROM web.csv_bytes'],
    ['web', 'SELECT * FROM web.json_bytes'],
  ])(
    '%s: %s',
    async (connection, text) => {
      const outcome = await ending(text);
      expect(outcome).toMatchObject({ name: 'JoineryError', connection });
      // Nothing of it is left in the engine.
      expect(await ending('SELECT id FROM web.good')).toEqual([['1']]);
    },
    240_000,
  );
});

describe('100 MB', () => {
  it.each([
    ['a cell of 100 MB in a CSV file', 'web', 'SELECT id, length(note) FROM web.csv_huge ORDER BY id DESC LIMIT 1'],
    ['a cell of 100 MB in a JSON file', 'web', 'SELECT id, length(note) FROM web.json_huge ORDER BY id DESC LIMIT 1'],
    ['a cell of 100 MB of a server', 'pg', 'SELECT id, length(note) FROM pg.huge'],
  ])(
    '%s arrives whole, or is refused in words',
    async (_, connection, text) => {
      const outcome = await ending(text);
      // A JSON value may have 64 MiB, a row of a server 8.
      if (text.includes('csv')) expect(outcome).toHaveLength(1);
      if (Array.isArray(outcome)) expect(outcome[0]?.[1]).toBe('100000000');
      else expect(outcome).toMatchObject({ name: 'JoineryError', connection });
      expect(await ending('SELECT id FROM web.good')).toEqual([['1']]);
    },
    240_000,
  );
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, openDatabase } from './database.ts';
import { openTextIndexes, RUNS } from './run-text.ts';
import { rareTrigrams } from './trigrams.ts';

let dataDir: string;
let client: Client;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-trigrams-'));
  client = await openDatabase({ dataDir, database: undefined });
  await openTextIndexes(client);
  await client.$executeRaw`WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 8000)
    INSERT INTO "RunText" (rowid, "text") SELECT n * 1000, 'select total from sold where id' || iif(n % 20 = 0, ' weekly', '') FROM numbers`;
});
afterAll(async () => {
  await client.$disconnect();
  await rm(dataDir, { recursive: true, force: true });
});

const asked = (...words: string[]) => rareTrigrams(client, words, RUNS.index);

test('of rare and common words only the rare ones are asked of the index', async () => {
  expect(await asked('sold', 'weekly')).toEqual(['wee', 'eek', 'ekl', 'kly']);
  expect(await asked('sold', 'total')).toEqual(['sol', 'old', 'tot', 'ota', 'tal']);
  // Fewer than the sample: rarer than anything else.
  expect(await asked('weekly', 'nowhere')).toEqual(['now', 'owh']);
  expect(await asked('sold', 'id')).toEqual(['sol', 'old']);
  expect(await asked('id')).toEqual([]);
  expect(await asked('"; drop', "o'x")).not.toEqual([]);
});

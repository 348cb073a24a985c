import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crashRound } from './testing/crash-rounds.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-crash-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

// `npm run bench:durability` does the same a hundred times and more.
test('what was acknowledged is there after kill -9, several times over; runs in flight become interrupted', async () => {
  let acknowledged = 0;
  let interrupted = 0;
  for (const [round, afterMs] of [0, 40, 150, 7].entries()) {
    const outcome = await crashRound(dataDir, `round${round}`, afterMs);
    expect(outcome).toMatchObject({ lost: [], stillGoing: 0 });
    acknowledged += outcome.acknowledged;
    interrupted += outcome.interrupted;
  }
  expect(acknowledged).toBeGreaterThanOrEqual(4);
  expect(interrupted).toBeGreaterThanOrEqual(1);
});

/** Makes a failing case small: first its draws, then the rows of the world. */

import { runCase } from './case.ts';
import { Choices } from './choices.ts';
import { makeStatement } from './generate/statement.ts';
import type { Harness } from './harness.ts';
import type { World } from './world.ts';

type StillFails = (draws: readonly number[]) => Promise<boolean>;

/** Fewer and smaller draws for which `stillFails`: leaves out runs of draws, sets them to 0, halves them. */
export async function shrinkDraws(
  draws: readonly number[],
  stillFails: StillFails,
  maxTries: number,
): Promise<number[]> {
  let best = [...draws];
  let tries = 0;
  const attempt = async (candidate: number[]): Promise<boolean> => {
    if (tries >= maxTries || candidate.join() === best.join()) return false;
    tries += 1;
    if (!(await stillFails(candidate))) return false;
    best = candidate;
    return true;
  };
  for (let before = -1; before !== tries && tries < maxTries; ) {
    before = tries;
    const start = best.join();
    for (const size of [32, 16, 8, 4, 2, 1]) {
      for (let at = best.length - size; at >= 0; at -= 1) {
        if (await attempt(best.toSpliced(at, size))) at = Math.min(at, best.length - size + 1);
      }
    }
    for (const size of [8, 4, 1]) {
      for (let at = 0; at + size <= best.length; at += size) {
        await attempt(best.map((draw, index) => (index >= at && index < at + size ? 0 : draw)));
      }
    }
    for (let at = 0; at < best.length; at += 1) {
      while (
        (best[at] ?? 0) > 0 &&
        (await attempt(best.map((draw, index) => (index === at ? Math.floor(draw / 2) : draw))))
      );
    }
    if (best.join() === start) break;
  }
  return best;
}

export async function shrinkStatement(harness: Harness, draws: readonly number[], maxTries: number): Promise<number[]> {
  const stillFails: StillFails = async (candidate) => {
    const statement = makeStatement(Choices.replay(candidate), harness.schema);
    return (await runCase(harness, statement)).verdict === 'different';
  };
  return shrinkDraws(draws, stillFails, maxTries);
}

/** The world with as few rows as still make `statementOf` fail. Leaves that world in the sources. */
export async function shrinkRows(
  harness: Harness,
  world: World,
  runAgain: (harness: Harness) => Promise<boolean>,
  maxTries: number,
): Promise<World> {
  let best = world;
  let tries = 0;
  for (const index of world.tables.keys()) {
    for (let size = Math.max(1, best.tables[index]?.rows.length ?? 0); size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < (best.tables[index]?.rows.length ?? 0) && tries < maxTries; ) {
        tries += 1;
        const candidate = withoutRows(best, index, at, size);
        await harness.fill(candidate);
        if (await runAgain(harness)) best = candidate;
        else at += size;
      }
    }
  }
  await harness.fill(best);
  return best;
}

const withoutRows = (world: World, table: number, at: number, count: number): World => ({
  ...world,
  tables: world.tables.map((one, index) => (index === table ? { ...one, rows: one.rows.toSpliced(at, count) } : one)),
});

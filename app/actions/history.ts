'use server';

import { z } from 'zod';
import type { Run } from '../../lib/contract/run.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const idSchema = z.string().min(1).max(100);
const MOST_AT_ONCE = 500;

/** Pinned runs are kept beyond retention, with their results. */
export async function pinRun(id: string, isPinned: boolean): Promise<Outcome<Run>> {
  return outcomeOf(async () =>
    (await workbench()).history.pinRun(parseInput(idSchema, id), parseInput(z.boolean(), isPinned)),
  );
}

/** Forgets ended runs with their stored results. All of them, or none if one cannot go. */
export async function removeRuns(ids: readonly string[]): Promise<Outcome<null>> {
  return outcomeOf(async () => {
    await (await workbench()).retention.removeRuns(parseInput(z.array(idSchema).min(1).max(MOST_AT_ONCE), ids));
    return null;
  });
}

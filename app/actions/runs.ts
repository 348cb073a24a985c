'use server';

import { z } from 'zod';
import { type Explanation, type Run, type StartRun, startRunSchema } from '../../lib/contract/run.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const EXPLAIN_TIME_MS = 30_000;

export async function startRun(request: StartRun): Promise<Outcome<Run>> {
  return outcomeOf(async () => (await workbench()).runs.start(parseInput(startRunSchema, request)));
}

export async function cancelRun(runId: string): Promise<Outcome<Run>> {
  return outcomeOf(async () => (await workbench()).runs.cancel(parseInput(z.uuid(), runId)));
}

export async function explain(request: StartRun): Promise<Outcome<Explanation>> {
  return outcomeOf(async () =>
    (await workbench()).runs.explain(parseInput(startRunSchema, request), AbortSignal.timeout(EXPLAIN_TIME_MS)),
  );
}

'use server';

import { z } from 'zod';
import { type Explanation, type Run, type StartRun, startRunSchema } from '../../lib/contract/run.ts';
import { JoineryError } from '../../server/errors.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

const EXPLAIN_TIME_MS = 30_000;

export async function startRun(request: StartRun): Promise<Outcome<Run>> {
  return outcomeOf(async () => (await workbench()).runs.start(parse(startRunSchema, request)));
}

export async function cancelRun(runId: string): Promise<Outcome<Run>> {
  return outcomeOf(async () => (await workbench()).runs.cancel(parse(z.uuid(), runId)));
}

export async function explain(request: StartRun): Promise<Outcome<Explanation>> {
  return outcomeOf(async () =>
    (await workbench()).runs.explain(parse(startRunSchema, request), AbortSignal.timeout(EXPLAIN_TIME_MS)),
  );
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new JoineryError(
    'bad_request',
    `The request is not as expected: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}.`,
  );
}

'use server';

import { z } from 'zod';
import {
  type DescriptionFormat,
  descriptionFormatSchema,
  type ResultDescription,
  resultDescriptionSchema,
} from '../../lib/contract/description.ts';
import { JoineryError } from '../../server/errors.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** What the columns of a run's result are: as it was saved, else composed from lineage and comments. */
export async function describeResult(runId: string): Promise<Outcome<ResultDescription>> {
  return outcomeOf(async () => (await workbench()).assistant.descriptions.get(parse(z.uuid(), runId)));
}

/** `conflict` if another window saved meanwhile. */
export async function saveDescription(description: ResultDescription): Promise<Outcome<ResultDescription>> {
  return outcomeOf(async () =>
    (await workbench()).assistant.descriptions.save(parse(resultDescriptionSchema, description)),
  );
}

/** The description as a file's text. */
export async function exportDescription(
  runId: string,
  format: DescriptionFormat,
): Promise<Outcome<{ fileName: string; text: string }>> {
  return outcomeOf(async () =>
    (await workbench()).assistant.descriptions.exportAs(parse(z.uuid(), runId), parse(descriptionFormatSchema, format)),
  );
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
  throw new JoineryError('bad_request', `The request is not as expected: ${mistakes.join('; ')}.`);
}

'use server';

import { z } from 'zod';
import {
  type DescriptionFormat,
  descriptionFormatSchema,
  type ResultDescription,
  resultDescriptionSchema,
} from '../../lib/contract/description.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

/** What the columns of a run's result are: as it was saved, else composed from lineage and comments. */
export async function describeResult(runId: string): Promise<Outcome<ResultDescription>> {
  return outcomeOf(async () => (await workbench()).assistant.descriptions.get(parseInput(z.uuid(), runId)));
}

/** `conflict` if another window saved meanwhile. */
export async function saveDescription(description: ResultDescription): Promise<Outcome<ResultDescription>> {
  return outcomeOf(async () =>
    (await workbench()).assistant.descriptions.save(parseInput(resultDescriptionSchema, description)),
  );
}

/** The description as a file's text. */
export async function exportDescription(
  runId: string,
  format: DescriptionFormat,
): Promise<Outcome<{ fileName: string; text: string }>> {
  return outcomeOf(async () =>
    (await workbench()).assistant.descriptions.exportAs(
      parseInput(z.uuid(), runId),
      parseInput(descriptionFormatSchema, format),
    ),
  );
}

import type { z } from 'zod';
import { JoineryError } from '../../server/errors.ts';

/** What a page handed to an action, as `schema` wants it; throws `bad_request` naming what is wrong. Messages may repeat values: not for secrets. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`);
  throw new JoineryError('bad_request', `The request is not as expected: ${mistakes.join('; ')}.`);
}

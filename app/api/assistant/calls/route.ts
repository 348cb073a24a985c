import { z } from 'zod';
import { workbench } from '../../../../server/index.ts';
import { answer, parseQuery } from '../../answer.ts';

const querySchema = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

/** What was asked of models, newest first. */
export const GET = answer(async (request) => {
  const { limit } = parseQuery(request, querySchema);
  return { calls: await (await workbench()).assistant.calls(limit) };
});

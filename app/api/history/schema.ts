import { z } from 'zod';
import { runStatusSchema } from '../../../lib/contract/run.ts';

export const MAX_RUNS = 200;

export const historyQuerySchema = z.object({
  q: z.string().max(500).optional(),
  status: runStatusSchema.optional(),
  connection: z.string().min(1).max(200).optional(),
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_RUNS).default(50),
});

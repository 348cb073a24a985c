import { z } from 'zod';
import { tagSchema } from '../../../lib/contract/query.ts';

const MAX_QUERIES = 200;

export const queryFilterSchema = z.object({
  q: z.string().max(500).optional(),
  tag: tagSchema.optional(),
  collection: z.string().min(1).max(100).optional(),
  /** `true`: favourites only. */
  favourite: z.enum(['true', 'false']).optional(),
  /** `true`: only those that others share with the person or the team. */
  shared: z.enum(['true', 'false']).optional(),
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_QUERIES).default(50),
});

export interface QueryContext {
  readonly params: Promise<{ readonly id: string }>;
}

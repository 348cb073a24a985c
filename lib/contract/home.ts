/** What a returning analyst sees first: `GET /api/home`. */
import { z } from 'zod';
import { querySchema } from './query.ts';
import { runSchema } from './run.ts';

export const homeAnswerSchema = z.object({
  /** Newest first, a few of each; runs carry no columns, queries the beginning of their text. */
  recentRuns: z.array(runSchema),
  pinnedRuns: z.array(runSchema),
  favourites: z.array(querySchema),
  recentQueries: z.array(querySchema),
  /** Queries of other people that the one who asks may see. */
  sharedWithMe: z.array(querySchema),
});
export type HomeAnswer = z.infer<typeof homeAnswerSchema>;

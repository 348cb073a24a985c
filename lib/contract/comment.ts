/** What people say about a saved query. */
import { z } from 'zod';
import { personNameSchema } from './person.ts';

/** Plain text in any script; shown as it was written, never as markup. */
export const commentTextSchema = z.string().trim().min(1).max(5_000);

export const commentSchema = z.object({
  id: z.string(),
  queryId: z.string(),
  /** Version that was the newest one when it was written. */
  version: z.number().int(),
  author: personNameSchema,
  /** Written by the person who asks: may be edited and deleted. */
  isOwn: z.boolean(),
  /** Empty once it is deleted. */
  text: z.string(),
  createdAt: z.string(),
  editedAt: z.string().optional(),
  resolvedAt: z.string().optional(),
  deletedAt: z.string().optional(),
});
export type Comment = z.infer<typeof commentSchema>;

/** `GET /api/queries/<id>/comments`: oldest first. */
export const commentListSchema = z.array(commentSchema);

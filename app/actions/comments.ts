'use server';

import { z } from 'zod';
import { type Comment, commentTextSchema } from '../../lib/contract/comment.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const idSchema = z.string().min(1).max(100);

export async function addComment(queryId: string, text: string): Promise<Outcome<Comment>> {
  return outcomeOf(async () =>
    (await workbench()).comments.add(parseInput(idSchema, queryId), parseInput(commentTextSchema, text)),
  );
}

export async function editComment(id: string, text: string): Promise<Outcome<Comment>> {
  return outcomeOf(async () =>
    (await workbench()).comments.edit(parseInput(idSchema, id), parseInput(commentTextSchema, text)),
  );
}

export async function resolveComment(id: string, isResolved: boolean): Promise<Outcome<Comment>> {
  return outcomeOf(async () =>
    (await workbench()).comments.resolve(parseInput(idSchema, id), parseInput(z.boolean(), isResolved)),
  );
}

/** Its text goes; its place in the talk stays. */
export async function removeComment(id: string): Promise<Outcome<Comment>> {
  return outcomeOf(async () => (await workbench()).comments.remove(parseInput(idSchema, id)));
}

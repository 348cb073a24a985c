'use server';

import { z } from 'zod';
import {
  type NewShare,
  type Query,
  type SaveQuery,
  type Share,
  type ShareRequest,
  saveQuerySchema,
  shareRequestSchema,
} from '../../lib/contract/query.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { parseInput } from './parse-input.ts';

const idSchema = z.string().min(1).max(100);

/** A new query, or a new version of the one it names. `conflict` if another version was saved meanwhile. */
export async function saveQuery(request: SaveQuery): Promise<Outcome<Query>> {
  return outcomeOf(async () => (await workbench()).queries.save(parseInput(saveQuerySchema, request)));
}

export async function setFavourite(id: string, isFavourite: boolean): Promise<Outcome<Query>> {
  return outcomeOf(async () =>
    (await workbench()).queries.setFavourite(parseInput(idSchema, id), parseInput(z.boolean(), isFavourite)),
  );
}

/** With its versions and links. */
export async function removeQuery(id: string): Promise<Outcome<null>> {
  return outcomeOf(async () => {
    await (await workbench()).queries.remove(parseInput(idSchema, id));
    return null;
  });
}

/** The content of an old version as a new version. */
export async function restoreQuery(id: string, version: number): Promise<Outcome<Query>> {
  return outcomeOf(async () =>
    (await workbench()).queries.restore(parseInput(idSchema, id), parseInput(z.number().int().min(1), version)),
  );
}

/** A link to the query as it is now. Its token is in this answer and nowhere else. */
export async function shareQuery(request: ShareRequest): Promise<Outcome<NewShare>> {
  return outcomeOf(async () => (await workbench()).queries.share(parseInput(shareRequestSchema, request)));
}

export async function revokeShare(id: string): Promise<Outcome<Share>> {
  return outcomeOf(async () => (await workbench()).queries.revoke(parseInput(idSchema, id)));
}

'use server';

import { z } from 'zod';
import {
  type ConnectionDetail,
  type ConnectionPolicy,
  type ConnectionUses,
  connectionPolicySchema,
  type SaveConnection,
  saveConnectionSchema,
} from '../../lib/contract/connection.ts';
import { JoineryError } from '../../server/errors.ts';
import { workbench } from '../../server/index.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

const idSchema = z.string().min(1).max(63);

/** Connections of both origins, config.yaml's first. Secrets are never among the options. */
export async function listConnections(): Promise<Outcome<ConnectionDetail[]>> {
  return outcomeOf(async () => (await workbench()).connections.list());
}

/** Adds a connection, or changes the one of that version. */
export async function saveConnection(request: SaveConnection): Promise<Outcome<ConnectionDetail>> {
  return outcomeOf(async () => (await workbench()).connections.save(parse(saveConnectionSchema, request)));
}

/** Changes only the policy, of connections of config.yaml too. */
export async function savePolicy(
  id: string,
  policy: ConnectionPolicy,
  version: number,
): Promise<Outcome<ConnectionDetail>> {
  return outcomeOf(async () =>
    (await workbench()).connections.savePolicy(
      parse(idSchema, id),
      parse(connectionPolicySchema, policy),
      parse(z.number().int().min(0), version),
    ),
  );
}

/** What names the connection, for the question before it is removed. */
export async function connectionUses(id: string): Promise<Outcome<ConnectionUses>> {
  return outcomeOf(async () => (await workbench()).connections.uses(parse(idSchema, id)));
}

export async function removeConnection(id: string): Promise<Outcome<null>> {
  return outcomeOf(async () => {
    await (await workbench()).connections.remove(parse(idSchema, id));
    return null;
  });
}

/** Messages name the field, never its value: it may be a secret. */
function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new JoineryError('bad_request', `The request is not as expected at ${issue?.path.join('.') || 'its top'}.`, {
    option: issue?.path.join('.'),
  });
}

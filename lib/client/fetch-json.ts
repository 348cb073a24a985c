import type { z } from 'zod';
import { errorBodySchema } from '../contract/errors.ts';
import { ClientError } from './answer.ts';

/** A failed answer as a ClientError, whatever its body looks like. */
export async function failureOf(response: Response): Promise<ClientError> {
  const body = errorBodySchema.safeParse(await response.json().catch(() => undefined));
  if (body.success) return new ClientError(body.data.error);
  return new ClientError({
    code: 'internal',
    class: 'internal',
    message: `Joinery answered with status ${response.status}.`,
    hint: 'The server log says more.',
  });
}

/** Fetches and checks one JSON answer. Throws ClientError for a failed or malformed answer, AbortError when aborted. */
export async function fetchJson<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  init: RequestInit = {},
): Promise<z.infer<Schema>> {
  const response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } });
  if (!response.ok) throw await failureOf(response);
  const parsed = schema.safeParse(await response.json());
  if (parsed.success) return parsed.data;
  throw new ClientError({
    code: 'internal',
    class: 'internal',
    message: 'Joinery answered in a form that this page does not know.',
    hint: 'Reload the page: the server may have been updated.',
  });
}

export function query(path: string, parameters: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) search.set(key, String(value));
  return `${path}?${search}`;
}

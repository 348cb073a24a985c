import { failureOf } from '../../lib/client/fetch-json.ts';

/** Sends a form; throws ClientError with the server's words. */
export async function postJson(path: string, body: unknown): Promise<unknown> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw await failureOf(response);
  return response.json();
}

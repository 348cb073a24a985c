/** A server with OpenAI's protocol (chat/completions) whose answers a test gives, and which remembers all that it was sent. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type ModelAnswer =
  | { readonly text: string }
  | { readonly status: number; readonly message: string }
  /** Begins to answer and never ends. */
  | { readonly stalls: true };

export interface ModelServer {
  readonly baseURL: string;
  /** Bodies of the requests as they came. */
  readonly bodies: string[];
  readonly keys: (string | undefined)[];
  close(): Promise<void>;
}

const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };

export async function startModelServer(answer: (body: string) => ModelAnswer): Promise<ModelServer> {
  const bodies: string[] = [];
  const keys: (string | undefined)[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    keys.push(request.headers.authorization);
    reply(response, answer(body), body.includes('"stream":true'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    bodies,
    keys,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: ServerResponse, given: ModelAnswer, isStream: boolean): void {
  const base = { id: 'chat-1', created: 0, model: 'fake' };
  if ('status' in given) {
    response.writeHead(given.status, { 'content-type': 'application/json', 'retry-after-ms': '1' });
    response.end(JSON.stringify({ error: { message: given.message, type: 'fake', code: null } }));
    return;
  }
  if (!isStream) {
    if ('stalls' in given) return;
    const message = { role: 'assistant', content: given.text };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        ...base,
        object: 'chat.completion',
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage,
      }),
    );
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta: object, finish_reason: string | null = null, more: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }], ...more })}\n\n`,
    );
  send({ role: 'assistant', content: '' });
  if ('stalls' in given) {
    send({ content: 'I begin' });
    return;
  }
  for (const piece of given.text.match(/[\s\S]{1,7}/g) ?? []) send({ content: piece });
  send({}, 'stop', { usage });
  response.end('data: [DONE]\n\n');
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateText } from 'ai';
import { afterAll, expect, it } from 'vitest';
import { openModel } from './model.ts';

const answers: Readonly<Record<string, object>> = {
  '/v1/chat/completions': {
    id: '1',
    created: 0,
    model: 'm',
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: 'chat' }, finish_reason: 'stop' }],
  },
  '/v1/responses': {
    id: '1',
    created_at: 0,
    model: 'm',
    output: [
      {
        type: 'message',
        id: 'a',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'responses', annotations: [] }],
      },
    ],
    usage: { input_tokens: 1, output_tokens: 1 },
  },
  '/v1/messages': {
    id: '1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [{ type: 'text', text: 'messages' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 1, output_tokens: 1 },
  },
};

const seen: Record<string, unknown>[] = [];
const server = createServer((request, response) => {
  seen.push(request.headers);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answers[request.url ?? ''] ?? { error: { message: 'not here' } }));
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
afterAll(() => server.close());

it('speaks the protocol of each provider', async () => {
  const ask = async (provider: 'openai' | 'openai-compatible' | 'anthropic', api: 'chat' | 'responses') => {
    const model = openModel({ provider, model: 'm', baseURL, apiKey: 'sk-1', api, timeoutMs: 5_000 });
    return (await generateText({ model, prompt: 'Hello', maxRetries: 0 })).text;
  };
  expect(await ask('openai', 'responses')).toBe('responses');
  expect(await ask('openai', 'chat')).toBe('chat');
  expect(await ask('openai-compatible', 'responses')).toBe('chat');
  expect(await ask('anthropic', 'responses')).toBe('messages');
  expect(seen.map((headers) => headers.authorization ?? headers['x-api-key'])).toEqual([
    'Bearer sk-1',
    'Bearer sk-1',
    'Bearer sk-1',
    'sk-1',
  ]);
});

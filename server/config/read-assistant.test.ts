import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from './load-config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joinery-config-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function load(text: string, env: Record<string, string> = {}) {
  const path = join(folder, 'config.yaml');
  await writeFile(path, `connections: {}\n${text}\n`);
  return loadConfig(path, env);
}

it('reads a model with its key by reference', async () => {
  const { assistant } = await load('assistant: { provider: openai, model: m, apiKey: "env:KEY" }', { KEY: 'sk-1' });
  expect(assistant).toEqual({ provider: 'openai', model: 'm', apiKey: 'sk-1', api: 'responses', timeoutMs: 60_000 });
});

it('speaks chat/completions to another server unless told otherwise', async () => {
  const { assistant } = await load('assistant: { provider: openai, model: m, baseURL: "http://localhost:1234/v1" }');
  expect(assistant).toMatchObject({ api: 'chat', baseURL: 'http://localhost:1234/v1' });
});

it('takes other providers', async () => {
  const local = 'assistant: { provider: openai-compatible, model: m, baseURL: "http://localhost:1234/v1" }';
  expect((await load(local)).assistant).toMatchObject({ provider: 'openai-compatible', api: 'chat' });
  const other = await load('assistant: { provider: anthropic, model: m, apiKey: "env:KEY" }', { KEY: 'sk-2' });
  expect(other.assistant).toMatchObject({ provider: 'anthropic', apiKey: 'sk-2' });
});

it('has none where nothing is said', async () => {
  expect(await load('')).not.toHaveProperty('assistant');
});

it('keeps working without the key, and says which reference is missing', async () => {
  const { assistant } = await load('assistant: { provider: openai, model: m, apiKey: "env:KEY" }');
  expect(assistant?.error).toMatchObject({ code: 'secret_unavailable', message: expect.stringContaining('KEY') });
});

it.each([
  ['assistant: { provider: openai, model: m, modle: x }', /unknown key "modle"/],
  ['assistant: { provider: other, model: m }', /assistant\.provider: found "other", expected openai/],
  ['assistant: { provider: openai }', /model is missing/],
  ['assistant: { provider: openai-compatible, model: m }', /baseURL is missing/],
  ['assistant: { provider: openai, model: m, baseURL: nowhere }', /expected an http or https URL/],
  ['assistant: { provider: openai, model: m, timeoutMs: soon }', /expected milliseconds/],
  ['assistant: 3', /expected a map/],
])('refuses %s with its position', async (text, message) => {
  await expect(load(text)).rejects.toMatchObject({
    code: 'config_invalid',
    message: expect.stringMatching(message),
    position: { line: 2 },
  });
});

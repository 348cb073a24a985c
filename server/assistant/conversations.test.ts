import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Conversations } from './conversations.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'joinery-conversations-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const said = { messages: [{ role: 'user' as const, content: 'Why?' }] };

it('keeps what was said in each tab, until it is cleared or old', async () => {
  const conversations = new Conversations(dataDir);
  expect(await conversations.read('a')).toEqual({ messages: [] });
  await conversations.keep('a', said);
  await conversations.keep('../../b', said);
  expect(await new Conversations(dataDir).read('a')).toEqual(said);
  expect(await readdir(dataDir)).toEqual(['assistant']);
  await conversations.keep('../../b', { messages: [] });
  expect(await conversations.read('../../b')).toEqual({ messages: [] });
  await conversations.forgetOld();
  expect(await conversations.read('a')).toEqual(said);
  await conversations.forgetOld(Date.now() + 91 * 86_400_000);
  expect(await conversations.read('a')).toEqual({ messages: [] });
});

it('takes a damaged file for none', async () => {
  const conversations = new Conversations(dataDir);
  await conversations.keep('a', said);
  const folder = path.join(dataDir, 'assistant', 'conversations');
  for (const name of await readdir(folder)) await writeFile(path.join(folder, name), '{"messages": 3');
  expect(await conversations.read('a')).toEqual({ messages: [] });
});

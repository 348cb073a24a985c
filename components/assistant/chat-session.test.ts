import { expect, it } from 'vitest';
import type { ChatQuestion } from '../../lib/client/assistant.ts';
import type { Conversation } from '../../lib/contract/assistant.ts';
import { ChatSession } from './chat-session.ts';

const noJoin = () => Promise.reject(new Error('not asked'));
const context = { sql: 'SELECT 1', tables: [] };

it('shows the answer as it comes and repeats what was said before', async () => {
  const asked: ChatQuestion[] = [];
  const session = new ChatSession(async function* (question) {
    asked.push(question);
    yield 'It ';
    yield 'counts.';
  }, noJoin);
  const seen: string[] = [];
  session.subscribe(() => seen.push(session.getState().messages.at(-1)?.content ?? ''));
  await session.send('What does it do?', context);
  expect(seen).toEqual(['', 'It ', 'It counts.', 'It counts.']);
  await session.send('And now?', context);
  expect(asked.map(({ earlier }) => earlier.map(({ content }) => content))).toEqual([
    [],
    ['What does it do?', 'It counts.'],
  ]);
});

it('keeps what had come when it is stopped', async () => {
  const hasBegun = Promise.withResolvers<void>();
  const session = new ChatSession(async function* (_question, signal) {
    yield 'I begin';
    hasBegun.resolve();
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
  }, noJoin);
  const ended = session.send('Explain.', context);
  await hasBegun.promise;
  session.stop();
  await ended;
  expect(session.getState()).toMatchObject({ isAsking: false, error: undefined, isStopped: true });
  expect(session.getState().messages.at(-1)?.content).toBe('I begin');
});

it('shows why there is no answer', async () => {
  // biome-ignore lint/correctness/useYield: it fails before the first piece
  const session = new ChatSession(async function* () {
    throw new TypeError('away');
  }, noJoin);
  await session.send('Explain.', context);
  expect(session.getState().error?.message).toBe('Joinery does not answer.');
});

it('shows a proposed join with its SQL, and why there is none', async () => {
  const document = { version: 1 as const, inputs: [], steps: [], duplicates: 'prefix' as const, coalesceKeys: false };
  const answers = [{ proposal: { document, sql: 'SELECT 1', why: 'Same number.' } }, { cannot: 'No owner is listed.' }];
  const session = new ChatSession(
    // biome-ignore lint/correctness/useYield: it is not asked
    async function* () {
      throw new Error('not asked');
    },
    async () => answers.shift() ?? { cannot: '' },
  );
  await session.propose('orders with accounts', []);
  expect(session.getState().messages.at(-1)).toEqual({
    role: 'assistant',
    content: 'Same number.\n\n```sql\nSELECT 1\n```',
    join: document,
  });
  await session.propose('owners', []);
  expect(session.getState().messages.at(-1)?.content).toBe('No join: No owner is listed.');
});

it('keeps the conversation, brings it back, and clears it', async () => {
  let kept: Conversation = { messages: [] };
  const store = {
    load: async () => kept,
    save: async (conversation: Conversation) => {
      kept = conversation;
    },
  };
  const answering = () =>
    new ChatSession(
      async function* () {
        yield 'Because.';
      },
      noJoin,
      store,
    );
  await answering().send('Why?', context);
  const later = answering();
  await later.load();
  expect(later.getState().messages.map(({ content }) => content)).toEqual(['Why?', 'Because.']);
  later.clear();
  expect(kept.messages).toEqual([]);
});

it('says so where the conversation cannot be kept, and keeps what is on the page', async () => {
  const away = () => Promise.reject(new TypeError('away'));
  const session = new ChatSession(
    async function* () {
      yield 'Because.';
    },
    noJoin,
    { load: away, save: away },
  );
  await session.send('Why?', context);
  expect(session.getState().error?.message).toBe('Joinery does not answer.');
  expect(session.getState().messages).toHaveLength(2);
});

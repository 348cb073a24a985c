import { expect, it } from 'vitest';
import type { ChatQuestion } from '../../lib/client/assistant.ts';
import { ChatSession } from './chat-session.ts';

const context = { sql: 'SELECT 1', tables: [] };

it('shows the answer as it comes and repeats what was said before', async () => {
  const asked: ChatQuestion[] = [];
  const session = new ChatSession(async function* (question) {
    asked.push(question);
    yield 'It ';
    yield 'counts.';
  });
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
  });
  const ended = session.send('Explain.', context);
  await hasBegun.promise;
  session.stop();
  await ended;
  expect(session.getState()).toMatchObject({ isAsking: false, error: undefined });
  expect(session.getState().messages.at(-1)?.content).toBe('I begin');
});

it('shows why there is no answer', async () => {
  // biome-ignore lint/correctness/useYield: it fails before the first piece
  const session = new ChatSession(async function* () {
    throw new TypeError('away');
  });
  await session.send('Explain.', context);
  expect(session.getState().error?.message).toBe('Joinery does not answer.');
});

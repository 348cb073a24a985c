import { expect, it, vi } from 'vitest';
import type { SuggestFrame } from '../../lib/contract/suggestion.ts';
import { SuggestionSession, type SuggestionSource, shownSuggestions } from './suggestion-session.ts';
import { frame, suggestion, table } from './testing/suggestions.ts';

const orders = table('shop', 'orders');
const accounts = table('crm', 'accounts');

function sourceOf(frames: readonly SuggestFrame[], change: Partial<SuggestionSource> = {}): SuggestionSource {
  async function* all(): AsyncGenerator<SuggestFrame> {
    yield* frames;
  }
  return {
    streamSuggestions: all,
    streamPartners: all,
    dismissSuggestion: async () => undefined,
    restoreSuggestion: async () => undefined,
    ...change,
  };
}

it('shows each frame as it comes and ends with the last', async () => {
  const session = new SuggestionSession(
    sourceOf([frame([]), frame([suggestion('a')]), frame([suggestion('a'), suggestion('b')])]),
  );
  const seen: number[] = [];
  session.subscribe(() => seen.push(shownSuggestions(session.getState()).length));
  session.choose([orders, accounts, orders]);
  await session.ask();
  expect(session.getState()).toMatchObject({ tables: [orders, accounts], isAsking: false });
  expect(seen.slice(-4)).toEqual([0, 1, 2, 2]);
});

it('asks nothing for a single table', async () => {
  const streamSuggestions = vi.fn(sourceOf([]).streamSuggestions);
  const session = new SuggestionSession(sourceOf([], { streamSuggestions }));
  session.choose([orders]);
  await session.ask();
  expect(streamSuggestions).not.toHaveBeenCalled();
});

it('keeps what was found when it is stopped, and aborts the question', async () => {
  let signal: AbortSignal | undefined;
  const hasBegun = Promise.withResolvers<void>();
  const session = new SuggestionSession(
    sourceOf([], {
      async *streamSuggestions(_tables, given) {
        signal = given;
        yield frame([suggestion('a')]);
        hasBegun.resolve();
        await new Promise((_, reject) => given.addEventListener('abort', () => reject(new Error('aborted'))));
      },
    }),
  );
  session.choose([orders, accounts]);
  const ended = session.ask();
  await hasBegun.promise;
  session.stop();
  await ended;
  expect(signal?.aborted).toBe(true);
  expect(session.getState()).toMatchObject({ isAsking: false, wasStopped: true, error: undefined });
  expect(shownSuggestions(session.getState())).toHaveLength(1);
});

it('takes a dismissed card away, and back when it is restored', async () => {
  const session = new SuggestionSession(sourceOf([frame([suggestion('a'), suggestion('b')])]));
  session.choose([orders, accounts]);
  await session.ask();
  await session.dismiss(suggestion('a'));
  expect(shownSuggestions(session.getState()).map(({ id }) => id)).toEqual(['b']);
  await session.restore(suggestion('a'));
  expect(shownSuggestions(session.getState()).map(({ id }) => id)).toEqual(['a', 'b']);
});

it('brings a card back with the error if its dismissal cannot be kept', async () => {
  const session = new SuggestionSession(
    sourceOf([frame([suggestion('a')])], { dismissSuggestion: () => Promise.reject(new TypeError('away')) }),
  );
  session.choose([orders, accounts]);
  await session.ask();
  await session.dismiss(suggestion('a'));
  expect(shownSuggestions(session.getState())).toHaveLength(1);
  expect(session.getState().error?.message).toBe('Joinery does not answer.');
});

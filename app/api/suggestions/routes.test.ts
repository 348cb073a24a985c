import { expect, test } from 'vitest';
import { errorBodySchema } from '../../../lib/contract/errors.ts';
import {
  type SuggestFrame,
  type SuggestRequest,
  suggestFrameSchema,
  type TableReference,
} from '../../../lib/contract/suggestion.ts';
import { provideHost, type ServerHost } from '../../../server/index.ts';
import { PUT as dismiss, DELETE as restore } from './[id]/dismissal/route.ts';
import { POST as partners } from './partners/route.ts';
import { POST as suggest } from './route.ts';

const table = (name: string): TableReference => ({ connection: 'shop', schema: 'main', table: name });
const frame = (queries: number): SuggestFrame => ({
  suggestions: [],
  tree: [],
  problems: [],
  stage: 'probing',
  queries,
  rowsRead: 0,
  ms: 1,
  isDone: false,
});
const seen: unknown[] = [];

async function* frames(asked: unknown, signal: AbortSignal): AsyncGenerator<SuggestFrame> {
  seen.push(asked);
  try {
    for (let queries = 0; queries < 1_000 && !signal.aborted; queries += 1) yield frame(queries);
  } finally {
    seen.push('ended');
  }
}

// These routes use nothing else of the host.
provideHost({
  access: {
    view: () => ({
      suggestions: {
        suggest: (request: SuggestRequest, signal: AbortSignal) => frames(request, signal),
        partnersOf: (reference: TableReference, signal: AbortSignal) => frames(reference, signal),
        dismiss: async (id: string) => void seen.push(`dismissed ${id}`),
        restore: async (id: string) => void seen.push(`restored ${id}`),
      },
    }),
  },
} as unknown as ServerHost);

const request = (body: unknown): Request =>
  new Request('http://127.0.0.1/api/suggestions', { method: 'POST', body: JSON.stringify(body) });
const context = { params: Promise.resolve({ id: 'abc' }) };

test('frames come a line each, and a reader that leaves ends the work', async () => {
  const body = { tables: [table('a'), table('b')] };
  const answer = await suggest(request(body), {});
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
  const reader = answer.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  expect(suggestFrameSchema.parse(JSON.parse(first))).toEqual(frame(0));
  await reader?.cancel();
  expect(seen).toEqual([body, 'ended']);
});

test('partners of one table come the same way', async () => {
  const answer = await partners(request(table('a')), {});
  expect((await answer.text()).trim().split('\n')).toHaveLength(1_000);
  expect(seen).toContainEqual(table('a'));
});

test('a suggestion is dismissed and restored', async () => {
  expect((await dismiss(request({}), context)).status).toBe(204);
  expect((await restore(request({}), context)).status).toBe(204);
  expect(seen.slice(-2)).toEqual(['dismissed abc', 'restored abc']);
});

test.each([{}, { tables: [] }, { tables: ['a'] }, { tables: Array.from({ length: 21 }, () => table('a')) }])(
  '%j is refused',
  async (body) => {
    const answer = await suggest(request(body), {});
    expect([answer.status, errorBodySchema.parse(await answer.json()).error.code]).toEqual([400, 'bad_request']);
  },
);

import { afterEach, expect, it } from 'vitest';
import type { AssistantAnswer } from '../../lib/contract/assistant.ts';
import { Cancelled, JoineryError } from '../errors.ts';
import { type ModelAnswer, type ModelServer, startModelServer } from './testing/model-server.ts';
import { assistantFor, marks, runId, suggestion } from './testing/parts.ts';

let server: ModelServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function assistantWith(answer: (body: string) => ModelAnswer, timeoutMs = 5_000) {
  server = await startModelServer(answer);
  const made = assistantFor({}, { baseURL: server.baseURL, apiKey: 'sk-secret', timeoutMs });
  return { ...made, server };
}
const never = new AbortController().signal;
const described = JSON.stringify({
  title: 'Orders with accounts',
  description: 'One row for each order.',
  columns: [
    { position: 0, title: 'Shop name', description: 'Name in the shop.', unit: null },
    { position: 7, title: 'Unknown', description: 'A column that is not there.', unit: null },
  ],
});

it('takes texts for columns that are there, marks them, and leaves a row in the audit', async () => {
  const { assistant, calls } = await assistantWith(() => ({ text: described }));
  const answer = await assistant.ask({ purpose: 'describe', runId }, never);
  if (!('description' in answer)) throw new Error('no description');
  expect(answer.description).toMatchObject({ title: 'Orders with accounts' });
  expect(answer.description.columns.map(({ title, writtenBy }) => [title, writtenBy])).toEqual([
    ['Shop name', 'model'],
    ['Mixed', 'lineage'],
  ]);
  expect(calls).toMatchObject([
    { purpose: 'describe', model: 'fake', outcome: 'ok', inputTokens: 11, outputTokens: 7, who: 'local' },
  ]);
  expect(calls[0]?.connections.map(({ connection }) => connection)).toEqual(['shop', 'crm']);
});

it('leaves what a person wrote', async () => {
  const { assistant } = await assistantWith(() => ({ text: described }));
  const composed = await assistant.descriptions.get(runId);
  const columns = composed.columns.map((column) => ({ ...column, title: 'Mine', writtenBy: 'person' as const }));
  await assistant.descriptions.save({ ...composed, title: 'My title', writtenBy: 'person', columns });
  const answer = await assistant.ask({ purpose: 'describe', runId }, never);
  if (!('description' in answer)) throw new Error('no description');
  expect(answer.description.title).toBe('My title');
  expect(answer.description.columns.map(({ title }) => title)).toEqual(['Mine', 'Mine']);
});

it('says what a question cost where prices are given', async () => {
  server = await startModelServer(() => ({ text: described }));
  const prices = { inputPrice: 2, outputPrice: 10 };
  const { assistant } = assistantFor({}, { baseURL: server.baseURL, ...prices });
  await assistant.ask({ purpose: 'describe', runId }, never);
  expect(await assistant.calls(10)).toMatchObject([{ cost: (11 * 2 + 7 * 10) / 1_000_000 }]);
});

it('sends exactly what the inspector showed', async () => {
  const { assistant, server: model } = await assistantWith(() => ({ text: described }));
  const { system, prompt } = await assistant.payload({ purpose: 'describe', runId });
  await assistant.ask({ purpose: 'describe', runId }, never);
  const { messages } = JSON.parse(model.bodies[0] ?? '') as { messages: { content: unknown }[] };
  expect(messages.map(({ content }) => content)).toEqual([system, prompt]);
});

const ranked = (...ids: readonly string[]) => ids.map((id) => ({ id, why: `${id}\nfits.` }));
const suggestionsOf = (answer: AssistantAnswer) => {
  if (!('suggestions' in answer)) throw new Error('no suggestions');
  return answer.suggestions;
};

it('reorders and explains suggestions, and changes no figure whatever the model says', async () => {
  const order = [...ranked('s2'), { id: 'invented', why: 'Trust me.' }, { id: 's2', why: 'Again.' }];
  const { assistant, calls } = await assistantWith(() => ({ text: JSON.stringify({ order, added: [] }) }));
  const given = [suggestion('s1'), { ...suggestion('s2', 'ref'), confidence: 0.5 }];
  const answer = await assistant.ask({ purpose: 'rerank', suggestions: given }, never);
  expect(suggestionsOf(answer)).toEqual([{ ...given[1], explainedBy: 's2 fits.' }, given[0]]);
  expect(calls).toHaveLength(1);
});

it('asks twice where the call is close, the other way round, and keeps its order where the votes differ', async () => {
  const votes = [ranked('s2', 's1', 's3'), ranked('s1', 's2', 's3')];
  const {
    assistant,
    calls,
    server: model,
  } = await assistantWith(() => ({
    text: JSON.stringify({ order: votes.shift() ?? [], added: [] }),
  }));
  const given = [suggestion('s1'), suggestion('s2', 'ref'), { ...suggestion('s3', 'ref'), confidence: 0.4 }];
  const { prompt, secondPrompt } = await assistant.payload({ purpose: 'rerank', suggestions: given });
  const answer = await assistant.ask({ purpose: 'rerank', suggestions: given }, never);
  expect(suggestionsOf(answer).map(({ id }) => id)).toEqual(['s1', 's2', 's3']);
  expect(calls).toHaveLength(2);
  // Both texts are those that the inspector shows.
  const sent = model.bodies.map(
    (body) => (JSON.parse(body) as { messages: { content: string }[] }).messages[1]?.content,
  );
  expect(sent).toEqual([prompt, secondPrompt]);
  expect(prompt.indexOf('"s1"')).toBeLessThan(prompt.indexOf('"s2"'));
  expect(secondPrompt?.indexOf('"s1"')).toBeGreaterThan(secondPrompt?.indexOf('"s2"') ?? 0);
});

it('shows what a model adds only if it is there, new, allowed, and proven on the data', async () => {
  const pair = (leftColumn: string, right: string, rightColumn: string) => ({
    left: 'shop.public.orders',
    leftColumn,
    right,
    rightColumn,
    why: 'They refer.',
  });
  const accounts = 'crm.main.accounts';
  const added = [
    [pair('ref', accounts, 'ref'), pair('ref', accounts, 'invented'), pair('ref', 'crm.main.secret', 'ref')],
    [pair(marks.shopName, accounts, marks.crmName)],
    [pair(marks.shopName, accounts, 'ref')],
  ];
  server = await startModelServer(() => ({ text: JSON.stringify({ order: [], added: added.shift() ?? [] }) }));
  const asked: string[] = [];
  const config = { baseURL: server.baseURL };
  const { assistant } = assistantFor({}, config, async ({ leftColumn, rightColumn }) => {
    asked.push(`${leftColumn}=${rightColumn}`);
    if (leftColumn !== 'ref') throw new JoineryError('source_unreachable', 'shop does not answer.');
    return { ...suggestion('s9', 'ref'), tier: 'possible' };
  });
  const ask = async () =>
    suggestionsOf(await assistant.ask({ purpose: 'rerank', suggestions: [suggestion('s1')] }, never));
  expect(await ask()).toMatchObject([
    { id: 's1' },
    { id: 's9', explainedBy: 'Added by the model, proven on the data: They refer.' },
  ]);
  // What was proposed before is no addition; a source that fails costs the candidate only.
  expect((await ask()).map(({ id }) => id)).toEqual(['s1']);
  expect((await ask()).map(({ id }) => id)).toEqual(['s1']);
  expect(asked).toEqual(['ref=ref', `${marks.shopName}=ref`]);
});

it('says that it is rate-limited', async () => {
  const { assistant } = await assistantWith(() => ({ status: 429, message: 'slow down' }));
  await expect(assistant.ask({ purpose: 'describe', runId }, never)).rejects.toMatchObject({
    code: 'model_unavailable',
    message: expect.stringContaining('rate limit'),
  });
});

it('describes a table for the dictionary: only columns that are there and have no text', async () => {
  const columns = ['ref', marks.shopName, 'invented'].map((name) => ({ name, description: `${name} is.`, unit: null }));
  const { assistant } = await assistantWith(() => ({ text: JSON.stringify({ description: 'Orders.', columns }) }));
  const table = { connection: 'shop', schema: 'public', table: 'orders' };
  const answer = await assistant.ask({ purpose: 'dictionary', table }, never);
  // The table and its named column have comments of the source.
  expect(answer).toEqual({ proposals: { table, by: 'model', columns: [{ name: 'ref', description: 'ref is.' }] } });
});

it.each<[string, ModelAnswer, RegExp]>([
  ['a refused key', { status: 401, message: 'bad key sk-secret' }, /refuses the key/],
  ['an unknown model', { status: 404, message: 'no such model' }, /does not know the model/],
  ['nonsense', { text: 'I would rather not.' }, /does not have the form/],
  ['another form', { text: '{"columns": 3}' }, /does not have the form/],
])('says in words what went wrong: %s', async (_name, answer, message) => {
  const { assistant, calls } = await assistantWith(() => answer);
  const failure = await assistant.ask({ purpose: 'describe', runId }, never).catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(JoineryError);
  expect(failure).toMatchObject({ code: 'model_unavailable', message: expect.stringMatching(message) });
  expect(JSON.stringify((failure as JoineryError).toShape())).not.toContain('sk-secret');
  expect(calls).toMatchObject([{ outcome: 'failed', error: expect.stringMatching(message) }]);
  // What needs no model works on.
  expect((await assistant.descriptions.get(runId)).columns).toHaveLength(2);
});

it('tries again where the server is only busy', async () => {
  let times = 0;
  const { assistant } = await assistantWith(() => {
    times += 1;
    return times === 1 ? { status: 503, message: 'busy' } : { text: described };
  });
  await assistant.ask({ purpose: 'describe', runId }, never);
  expect(times).toBe(2);
});

it('gives a stalled model up after its time', async () => {
  const { assistant } = await assistantWith(() => ({ stalls: true }), 300);
  await expect(assistant.ask({ purpose: 'describe', runId }, never)).rejects.toThrow(/did not answer within/);
});

it('streams an answer, and ends it when the reader stops', async () => {
  const { assistant, calls } = await assistantWith(() => ({ text: 'It joins **orders** with accounts.' }));
  const question = { purpose: 'chat', message: 'Explain.', sql: '', tables: [], earlier: [] } as const;
  const pieces: string[] = [];
  for await (const frame of assistant.chat({ ...question, tables: [], earlier: [] }, never))
    if ('text' in frame) pieces.push(frame.text);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.join('')).toBe('It joins **orders** with accounts.');
  expect(calls).toMatchObject([{ purpose: 'chat', outcome: 'ok', outputTokens: 7 }]);
});

it('notes a chat that was stopped as stopped', async () => {
  const { assistant, calls } = await assistantWith(() => ({ stalls: true }));
  const stop = new AbortController();
  const frames: unknown[] = [];
  for await (const frame of assistant.chat(
    { purpose: 'chat', message: 'Explain.', sql: '', tables: [], earlier: [] },
    stop.signal,
  )) {
    frames.push(frame);
    stop.abort();
  }
  expect(frames).toEqual([{ text: 'I begin' }]);
  expect(calls).toMatchObject([{ outcome: 'stopped' }]);
});

it('a question that is stopped is an outcome, not an error', async () => {
  const { assistant, calls } = await assistantWith(() => ({ stalls: true }));
  await expect(assistant.ask({ purpose: 'describe', runId }, AbortSignal.abort())).rejects.toBeInstanceOf(Cancelled);
  expect(calls).toMatchObject([{ outcome: 'stopped' }]);
});

it('says so where no model is configured, and where its key is not set', async () => {
  const { assistant } = assistantFor({}, undefined);
  expect(assistant.status()).toEqual({ isConfigured: false, reason: 'No model is configured.' });
  await expect(assistant.ask({ purpose: 'describe', runId }, never)).rejects.toMatchObject({
    code: 'model_unavailable',
  });
  const error = new JoineryError('secret_unavailable', 'The variable OPENAI_API_KEY is not set.');
  const keyless = assistantFor({}, { error }).assistant;
  expect(keyless.status()).toMatchObject({ isConfigured: false, reason: error.message });
});

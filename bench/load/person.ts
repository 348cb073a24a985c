/** One person at a server: runs, looks, pages, exports, changes their mind. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Tally } from './tally.ts';

const statements = [
  'SELECT status, count(*) AS n, sum(total) AS total FROM shop.orders GROUP BY 1',
  'SELECT o.order_id, o.total, c.segment FROM shop.orders o JOIN shop.customers c ON c.customer_id = o.customer_id LIMIT 500',
  'SELECT a.account_id, c.customer_id FROM crm.accounts a JOIN shop.customers c ON c.customer_number = a.customer_number',
  'SELECT s.session_id, o.total FROM web.sessions s JOIN shop.orders o ON o.web_session_id = s.session_id',
  'SELECT count(*) AS n FROM crm.tickets',
];
const LONG =
  'SELECT count(*) AS n FROM shop.orders a, shop.orders b, range(1000) r WHERE hash(a.order_id, b.order_id, r.range) = 1';
const THINK_MS = 1_000;
const FLOOD = 1_000;

export interface Place {
  readonly origin: string;
  readonly token: string;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

export async function beAPerson(place: Place, number: number): Promise<void> {
  for (let turn = number; !place.signal.aborted; turn += 1) {
    if (turn % 7 === 3) await changeMind(place);
    else await look(place, statements[turn % statements.length] ?? '', turn);
    await ask(place, 'page', ['/', '/history', '/queries'][turn % 3] ?? '/');
    await ask(place, 'history', '/api/history?limit=50');
    await delay(THINK_MS, undefined, { signal: place.signal }).catch(() => undefined);
  }
}

/** Somebody who asks for a thousand runs at once, again and again: all but a few are refused, and nobody else feels it. */
export async function flood(place: Place): Promise<void> {
  while (!place.signal.aborted) {
    const batch = Array.from({ length: FLOOD }, () => start(place, 'flood', statements[0] ?? '', 0));
    await Promise.all(batch);
    await delay(THINK_MS * 30, undefined, { signal: place.signal }).catch(() => undefined);
  }
}

async function look(place: Place, text: string, turn: number): Promise<void> {
  const run = await start(place, 'run', text, 60);
  if (run?.status !== 'succeeded') return;
  for (const offset of [0, 100, 400])
    await ask(place, 'window', `/api/results/${run.id}/rows?offset=${offset}&limit=100&columns=0-0`);
  if (turn % 4 === 1) await ask(place, 'export', `/api/results/${run.id}/export?format=csv`);
}

async function changeMind(place: Place): Promise<void> {
  const run = await start(place, 'start', LONG, 0);
  if (run === undefined) return;
  await delay(THINK_MS / 4);
  // Also when the time is over meanwhile: nobody else would stop it.
  await ask({ ...place, signal: new AbortController().signal }, 'cancel', `/api/v1/runs/${run.id}/cancel`, {
    method: 'POST',
  });
}

async function start(
  place: Place,
  kind: string,
  text: string,
  wait: number,
): Promise<{ id: string; status: string } | undefined> {
  const body = JSON.stringify({ text, target: 'federated', rowLimit: 1_000, pushdown: 'safe' });
  const headers = { 'content-type': 'application/json' };
  const answer = await ask(place, kind, `/api/v1/runs?wait=${wait}`, { method: 'POST', headers, body });
  return answer === undefined ? undefined : (JSON.parse(answer) as { id: string; status: string });
}

/** Answers the text; undefined if the request failed. */
async function ask(
  { origin, token, tally, signal }: Place,
  kind: string,
  path: string,
  init: RequestInit = {},
): Promise<string | undefined> {
  if (signal.aborted) return undefined;
  const startedMs = performance.now();
  try {
    const headers = { ...init.headers, authorization: `Bearer ${token}` };
    const response = await fetch(`${origin}${path}`, { ...init, headers });
    const text = await response.text();
    const run =
      kind === 'run' && response.ok ? (JSON.parse(text) as { error?: { code: string } }).error?.code : undefined;
    tally.note(kind, performance.now() - startedMs, response.ok ? run : codeIn(text, response.status));
    return response.ok ? text : undefined;
  } catch (thrown) {
    tally.note(kind, performance.now() - startedMs, nameOf(thrown));
    return undefined;
  }
}

/** `fetch` says no more than that it failed; its cause does. */
function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  const { code } = (thrown.cause ?? {}) as { code?: string };
  return code ?? thrown.name;
}

const codeIn = (text: string, status: number): string => /"code":"(\w+)"/.exec(text)?.[1] ?? `HTTP ${status}`;

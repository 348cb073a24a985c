/** No secret leaves the server: every page, route, export and figure is asked for, and its log at debug level is read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { screens, test } from './fixtures/hostile-test.ts';
import { type Answer, send } from './fixtures/send.ts';
import type { StartedServer } from './fixtures/start-server.ts';
import { canaries } from './fixtures/trap.ts';

const app = path.resolve(import.meta.dirname, '../app');

/** Every route, with the methods that its file exports. */
function routes(): { readonly route: string; readonly methods: readonly string[] }[] {
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts')
    .map((file) => ({
      route: `/${path.dirname(file).split(path.sep).join('/')}`,
      methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) =>
        new RegExp(`export (const|async function|function) ${method}\\b|\\b${method}\\b.*\\} = `).test(
          readFileSync(path.join(app, file), 'utf8'),
        ),
      ),
    }));
}

/** What is looked for: the secrets as they stand, and in the forms that an output could give them. */
function formsOf(server: StartedServer): string[] {
  const token = new URL(server.url).searchParams.get('token') ?? '';
  return [...Object.values(canaries), server.metricsToken, token].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
  ]);
}

const post = (server: StartedServer, url: string, body: unknown): Promise<Answer> => {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  return send(server, url, { method: 'POST', headers, body: text });
};

test('canaries in every secret are found nowhere', async ({ server }) => {
  test.setTimeout(240_000);
  const out: [where: string, answer: Answer][] = [];
  const ask = async (url: string): Promise<Answer> => {
    const answer = await send(server, url);
    out.push([url, answer]);
    return answer;
  };
  for (const screen of screens) await ask(screen);
  const statement = { target: 'federated', rowLimit: 10, pushdown: 'safe' };
  const runs: string[] = [];
  for (const text of ['SELECT 1 AS a', 'SELECT * FROM by_env.t', 'SELECT * FROM by_file.t', 'SELECT * FROM sealed.t']) {
    const started = await post(server, '/api/v1/runs?wait=20', { ...statement, text });
    out.push([text, started]);
    runs.push((JSON.parse(started.text) as { id?: string }).id ?? 'none');
  }
  for (const target of ['by_env', 'by_file', 'sealed'])
    out.push([target, await post(server, '/api/v1/runs?wait=20', { ...statement, text: 'SELECT 1', target })]);
  for (const format of ['csv', 'tsv', 'json', 'xlsx', 'parquet'])
    await ask(`/api/results/${runs[0]}/export?format=${format}`);
  const enumerated = routes();
  expect(enumerated.length).toBeGreaterThan(40);
  for (const { route, methods } of enumerated) {
    const url = route.replace(/\[\[?\.{0,3}\w+\]?\]/g, runs[1] ?? '');
    if (/events|logout|sign-out/.test(url)) continue;
    if (methods.includes('GET')) {
      await ask(url);
      await ask(`${url}?connection=sealed&schema=public&table=t&q=canary&limit=50`);
    }
    if (methods.includes('POST')) {
      const options = { host: '127.0.0.1', port: 1, database: 'd', user: 'u', password: canaries.CANARY_SEALED };
      for (const body of [
        {},
        { id: 'sealed', driver: 'postgres', options },
        { ...statement, text: 'SELECT * FROM sealed.t' },
      ])
        out.push([`POST ${url}`, await post(server, url, body)]);
    }
  }
  await ask('/metrics');
  const forms = formsOf(server);
  const leaks = out.filter(([, { text, headers }]) =>
    forms.some((form) => (text + JSON.stringify(headers)).includes(form)),
  );
  expect(leaks.map(([where]) => where)).toEqual([]);
  // The start command prints the URL with its token once, for the person who started it.
  const log = server.output.filter((line) => !line.includes('Joinery is ready'));
  expect(log.length).toBeGreaterThan(5);
  expect(log.filter((line) => forms.some((form) => line.includes(form)))).toEqual([]);
  test.info().annotations.push({
    type: 'figures',
    description: `${Object.keys(canaries).length + 2} canaries, ${enumerated.length} routes, ${out.length} answers, ${log.length} lines of log`,
  });
  console.log(test.info().annotations.at(-1)?.description);
});

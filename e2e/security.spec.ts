/** What a browser and a hostile client see of a server whose every string wants to run a script. */
import { rm } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { hostileFolder, screens, test } from './fixtures/hostile-test.ts';
import { type Answer, send } from './fixtures/send.ts';
import { startServer } from './fixtures/start-server.ts';
import { TRAP } from './fixtures/trap.ts';

const ENDLESS = 'SELECT count(*) FROM range(1000000) a(n), range(1000000) b(n) WHERE hash(a.n, b.n) = 1';

/** Everything that a page should not do, as it does it. */
function watch(page: Page, origin: string): string[] {
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (new URL(url).pathname.startsWith(`/${TRAP}`)) seen.push(`trap ${url}`);
    if (!/^(data|blob|about):/.test(url) && new URL(url).origin !== origin) seen.push(`third party ${url}`);
  });
  page.on('console', (message) => {
    if (/Content.Security.Policy|Refused to/i.test(message.text())) seen.push(`policy ${message.text()}`);
  });
  page.on('websocket', (socket) => seen.push(`socket ${socket.url()}`));
  return seen;
}

test('no page runs what it shows, asks another site, or breaks its own policy', async ({ page, server }) => {
  const { origin } = new URL(server.url);
  const seen = watch(page, origin);
  await page.goto(server.url);
  for (const screen of screens) {
    await page.goto(`${origin}${screen}`);
    await expect(page.locator('main, [role=main], nav').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    expect(await page.locator(`img[src*="${TRAP}"], [onerror], a[href^="javascript:" i]`).count(), screen).toBe(0);
    expect(seen, screen).toEqual([]);
  }
});

test('a hostile result is text: in cells, headings, the history and a query', async ({ page, server }) => {
  const { origin } = new URL(server.url);
  const seen = watch(page, origin);
  await page.goto(server.url);
  await page.goto(`${origin}/history`);
  await expect(page.getByText(TRAP).first()).toBeVisible();
  await page.goto(`${origin}/queries`);
  await expect(page.getByText(TRAP).first()).toBeVisible();
  await page.goto(`${origin}/`);
  await expect(page.getByText(/alert\(/).first()).toBeVisible({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  expect(await page.locator(`img[src*="${TRAP}"]`).count()).toBe(0);
  expect(seen).toEqual([]);
});

const hardened = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

test('every answer carries the headers: pages, routes, errors, refusals and static files', async ({ page, server }) => {
  await page.goto(server.url);
  const script = await page.locator('script[src*="/_next/"]').first().getAttribute('src');
  const paths = [
    ...screens,
    '/healthz',
    '/readyz',
    '/metrics',
    '/api/history',
    '/api/nowhere',
    '/nowhere',
    '/monaco/vs/loader.js',
    script ?? '',
  ];
  for (const path of paths) {
    for (const isSignedIn of [true, false]) {
      const { headers, status } = await send(server, path, { isSignedIn });
      expect(headers, `${path} ${status}`).toMatchObject(hardened);
      const policy = String(headers['content-security-policy']);
      expect(policy, path).toContain("frame-ancestors 'none'");
      expect(/script-src[^;]*/.exec(policy)?.[0], path).not.toContain('unsafe-inline');
      expect(headers['x-powered-by'], path).toBeUndefined();
      if (!isSignedIn && !['/healthz', '/readyz'].includes(path)) expect(status, path).toBe(401);
    }
  }
});

test('other names, other sites and odd methods are refused', async ({ server }) => {
  const { port } = new URL(server.url);
  const refused: [Record<string, string>, string][] = [
    [{ host: 'evil.example' }, 'GET'],
    [{ host: `evil.example:${port}` }, 'GET'],
    [{ host: `127.0.0.1.evil.example:${port}` }, 'GET'],
    [{ host: `localhost:${Number(port) + 1}` }, 'GET'],
    [{ origin: 'https://evil.example' }, 'POST'],
    [{ origin: 'null' }, 'POST'],
    [{ origin: `http://127.0.0.1:${Number(port) + 1}` }, 'POST'],
    [{ 'sec-fetch-site': 'cross-site' }, 'POST'],
    [{ 'sec-fetch-site': 'same-site' }, 'DELETE'],
  ];
  for (const [headers, method] of refused) {
    const answer = await send(server, '/api/v1/runs', { method, headers, body: method === 'POST' ? '{}' : '' });
    expect(answer.status, JSON.stringify(headers)).toBe(403);
  }
  for (const method of ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])
    expect((await send(server, '/api/v1/runs', { method })).status, method).toBeGreaterThanOrEqual(400);
});

test('paths lead nowhere but to what is served', async ({ server }) => {
  const paths = [
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/_next/static/../../../package.json',
    '/_next/static/..%2f..%2f..%2fpackage.json',
    '/monaco/vs/../../../package.json',
    '/monaco/..%5c..%5cpackage.json',
    '/_next/../.env',
    '/api/results/..%2f..%2fjoinery.sqlite/rows',
    '/api/results/%00/rows',
    '/api/results/..%00/export?format=csv',
    '/api/v1/queries/..%2f..%2fsecret.key',
    '/shared/..%2f..%2f',
    '/api/v1/runs/%ff%fe/rows',
    '/%',
    '//evil.example/%2f..',
    '/\\evil.example',
    `/${'a'.repeat(8_000)}`,
    `/api/history?q=${'a'.repeat(8_000)}`,
    '/_next/image?url=http%3A%2F%2F127.0.0.1%3A1%2Fa.png&w=640&q=75',
    '/_next/image?url=%2Fetc%2Fpasswd&w=640&q=75',
  ];
  for (const path of paths) {
    const { status, text, headers } = await send(server, path);
    expect(status, path).not.toBe(500);
    expect(text, path).not.toMatch(/root:x:0|"devDependencies"|SQLite format/);
    expect(String(headers.location ?? ''), path).not.toMatch(/^(https?:)?[/\\]{2}evil/);
  }
  expect((await send(server, `/${'a'.repeat(40_000)}`).catch(() => ({ status: 431 }))).status).toBeGreaterThanOrEqual(
    400,
  );
});

test('bodies that are too large, odd or malformed are refused, and the server goes on', async ({ server }) => {
  const json = { 'content-type': 'application/json' };
  const post = (body: string | Buffer, headers: Record<string, string> = json) =>
    send(server, '/api/v1/runs', {
      method: 'POST',
      headers: { ...json, 'content-length': String(Buffer.byteLength(body)), ...headers },
      body,
    });
  const cases: [string, Promise<Answer>, number][] = [
    ['no JSON', post('{"text":'), 400],
    ['nothing', post(''), 400],
    ['a list', post('[]'), 400],
    ['bytes', post(Buffer.from([0xff, 0xfe, 0, 1])), 400],
    ['deep', post('['.repeat(200_000) + ']'.repeat(200_000)), 400],
    ['deep objects', post(`${'{"text":'.repeat(100_000)}1${'}'.repeat(100_000)}`), 400],
    ['a prototype', post('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}'), 400],
    ['wrong types', post('{"text":{"a":1},"target":5,"rowLimit":"x"}'), 400],
    [
      'a text of four megabytes',
      post(JSON.stringify({ text: 'x'.repeat(4_000_000), target: 'federated', rowLimit: 1, pushdown: 'safe' })),
      400,
    ],
    [
      'no length',
      send(server, '/api/v1/runs', {
        method: 'POST',
        headers: { ...json, 'transfer-encoding': 'chunked' },
        body: '{}',
      }),
      411,
    ],
  ];
  for (const [name, answer, status] of cases) expect((await answer).status, name).toBe(status);
  const huge = send(server, '/api/v1/runs', {
    method: 'POST',
    headers: { ...json, 'content-length': String(2 ** 31) },
    body: '{',
  });
  expect(
    await huge.then(
      ({ status }) => status,
      () => 413,
    ),
  ).toBe(413);
  const megabyte = `SELECT 1 AS a -- ${'x'.repeat(1_000_000)}`;
  const ran = await post(JSON.stringify({ text: megabyte, target: 'federated', rowLimit: 1, pushdown: 'safe' }));
  expect(ran.status).toBe(200);
  expect((await send(server, '/readyz')).status).toBe(200);
});

test('figures are for those with a session or the token', async ({ server }) => {
  const { status, text } = await send(server, '/metrics');
  expect(status).toBe(200);
  expect(text).toContain('joinery_http_request_seconds_count');
  expect(text).not.toContain(TRAP);
  expect((await send(server, '/metrics', { isSignedIn: false })).status).toBe(401);
  const scrape = { authorization: `Bearer ${server.metricsToken}`, host: 'prometheus.example' };
  expect((await send(server, '/metrics', { isSignedIn: false, headers: scrape })).status).toBe(200);
  expect((await send(server, '/api/history', { isSignedIn: false, headers: scrape })).status).toBe(403);
});

test('told to stop, a server says so, lets runs have their time, and ends at once when told again', async () => {
  test.setTimeout(240_000);
  const { folder, configPath } = await hostileFolder();
  const own = await startServer(configPath, ['--grace', '60']);
  const body = JSON.stringify({ text: ENDLESS, target: 'federated', rowLimit: 1, pushdown: 'safe' });
  const json = { 'content-type': 'application/json', 'content-length': String(body.length) };
  expect((await send(own, '/api/v1/runs', { method: 'POST', headers: json, body })).status).toBe(200);
  const ended = own.stop('SIGTERM');
  await expect.poll(async () => (await send(own, '/readyz')).status).toBe(503);
  const refused = await send(own, '/api/v1/runs', { method: 'POST', headers: json, body });
  expect(refused.text).toContain('queue_full');
  // Two signals in half a second are one that came by two ways.
  await expect
    .poll(async () => {
      void own.stop('SIGTERM');
      return Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 600, 'still there'))]);
    })
    .toBe(130);
  await rm(folder, { recursive: true, force: true });
});

import { describe, expect, it } from 'vitest';
import { judgeRequest, judgeTeamRequest, securityHeaders } from './guard.ts';
import { addressOf, namesOf } from './public-names.ts';
import { Sessions } from './sessions.ts';

const sessions = new Sessions('the-access-token-of-this-test');
const cookie = `${sessions.cookieName}=${sessions.open('the-access-token-of-this-test')}`;
const hosts = new Set(['127.0.0.1:4300', 'localhost:4300']);
const judge = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  judgeRequest({ method, url, headers: { host: '127.0.0.1:4300', ...headers } }, sessions, hosts);

describe('the guard', () => {
  it('lets a session in, by cookie or bearer token', () => {
    expect(judge('/', { cookie }).kind).toBe('pass');
    expect(judge('/api/catalog/connections', { authorization: `Bearer ${sessions.token}` }).kind).toBe('pass');
    expect(judge('/', { cookie: `other=1; ${cookie}; more=2` }).kind).toBe('pass');
  });

  it('turns the token of the printed URL into a cookie and hides it', () => {
    const verdict = judge(`/history?token=${sessions.token}&q=a`);
    expect(verdict).toMatchObject({ kind: 'signIn', location: '/history?q=a' });
    expect(verdict.kind === 'signIn' && verdict.cookie).toMatch(/; HttpOnly; SameSite=Lax/);
    expect(verdict.kind === 'signIn' && verdict.cookie).not.toContain(sessions.token);
  });

  it.each([
    ['/', {}],
    ['/', { cookie: `${sessions.cookieName}=wrong` }],
    ['/', { cookie: `${sessions.cookieName}=` }],
    ['/?token=wrong', {}],
    ['/api/results/x/rows', { authorization: 'Bearer ' }],
  ])('keeps %s with %o out', (url, headers) => {
    expect(judge(url, headers as Record<string, string>)).toMatchObject({
      kind: 'refuse',
      error: { code: 'unauthorized' },
    });
  });

  it.each([
    [{ host: 'evil.example:4300', cookie }, 'GET'],
    [{ host: '127.0.0.1:9999', cookie }, 'GET'],
    [{ origin: 'http://evil.example', cookie }, 'POST'],
    [{ origin: 'null', cookie }, 'POST'],
    [{ 'sec-fetch-site': 'cross-site', cookie }, 'POST'],
    [{ 'sec-fetch-site': 'same-site', cookie }, 'POST'],
  ])('refuses %o by %s', (headers, method) => {
    expect(judge('/', headers as Record<string, string>, method)).toMatchObject({
      kind: 'refuse',
      error: { code: 'forbidden' },
    });
  });

  it('lets anyone ask whether the server lives', () => {
    expect(judge('/healthz').kind).toBe('pass');
  });

  it('allows no inline script and no foreign address', () => {
    const policy = securityHeaders('abc', false)['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).not.toMatch(/https?:/);
  });
});

describe('the guard of a team', () => {
  const judgeTeam = (url: string, isKnown: boolean, headers: Record<string, string> = {}, method = 'GET') =>
    judgeTeamRequest({ method, url, headers: { host: '127.0.0.1:4300', ...headers } }, hosts, isKnown);
  const page = { accept: 'text/html,*/*' };

  it('sends to the sign-in page who has not signed in, and lets scripts know', () => {
    expect(judgeTeam('/history?q=a', false, page)).toEqual({
      kind: 'goTo',
      location: '/sign-in?next=%2Fhistory%3Fq%3Da',
    });
    expect(judgeTeam('/', false, page)).toEqual({ kind: 'goTo', location: '/sign-in' });
    expect(judgeTeam('/api/history', false)).toMatchObject({ kind: 'refuse', error: { code: 'unauthorized' } });
    expect(judgeTeam('/history', false, page, 'POST')).toMatchObject({ kind: 'refuse' });
    expect(judgeTeam(`/?token=${sessions.token}`, false, page)).toMatchObject({ kind: 'goTo' });
    expect(judgeTeam('/api/history', true).kind).toBe('pass');
  });

  it.each(['/healthz', '/readyz', '/sign-in', '/welcome/abc-DEF_1', '/api/access/sign-in', '/_next/static/a/b.js'])(
    'has %s open',
    (url) => expect(judgeTeam(url, false, page).kind).toBe('pass'),
  );

  it.each([
    '/sign-in/x',
    '/welcome/a/b',
    '/welcome/',
    '/_next/data/x',
    '/api/v1/openapi.json',
    '/metrics',
    '/monaco/vs/x.js',
  ])('has %s closed', (url) => expect(judgeTeam(url, false).kind).toBe('refuse'));

  it('keeps other sites out, whoever has signed in', () => {
    expect(judgeTeam('/', true, { host: 'evil.example' })).toMatchObject({ error: { code: 'forbidden' } });
    expect(judgeTeam('/', true, { origin: 'http://evil.example' }, 'POST')).toMatchObject({
      error: { code: 'forbidden' },
    });
  });
});

describe('public names', () => {
  const auth = { mode: 'team', publicUrl: 'https://j.example', hosts: ['j.lan:4300'] } as const;
  const config = {
    ...auth,
    passwords: true,
    signUp: 'invitation',
    sessionMs: 1,
    trustsProxy: false,
    providers: [],
  } as const;

  it('are those of the configuration in team mode, and of this machine', () => {
    const names = namesOf('0.0.0.0', 4300, config);
    expect(names.origin).toBe('https://j.example');
    expect(names.isSecure).toBe(true);
    expect([...names.hosts]).toEqual(['127.0.0.1:4300', 'localhost:4300', '[::1]:4300', 'j.example', 'j.lan:4300']);
    expect([...namesOf('::1', 4300, undefined).hosts]).toContain('[::1]:4300');
    expect(namesOf('127.0.0.1', 4300, { ...config, mode: 'local' }).origin).toBe('http://127.0.0.1:4300');
  });

  it('take the address that the proxy wrote, and only where there is one', () => {
    const request = { headers: { 'x-forwarded-for': '1.1.1.1, 2.2.2.2' }, socket: { remoteAddress: '::ffff:3.3.3.3' } };
    expect(addressOf(request as never, true)).toBe('2.2.2.2');
    expect(addressOf(request as never, false)).toBe('3.3.3.3');
  });
});

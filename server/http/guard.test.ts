import { describe, expect, it } from 'vitest';
import { judgeRequest, securityHeaders } from './guard.ts';
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

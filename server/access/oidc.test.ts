import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADDRESS_HEADER } from './auth.ts';
import { CLIENT, type OidcServer, startOidc } from './testing/oidc-server.ts';
import { cookieOf, ORIGIN, openTeam, type Team } from './testing/open-team.ts';

let oidc: OidcServer;
let team: Team;
beforeAll(async () => {
  const people = {
    ada: { email: 'ada@example.org', email_verified: true, name: 'Ada' },
    dee: { email: 'dee@example.org', email_verified: true, name: 'Dee' },
    eve: { email: 'eve@example.org', email_verified: true, name: 'Eve' },
    mal: { email: 'root@example.org', email_verified: false, name: 'Mallory' },
  };
  oidc = await startOidc(people, `${ORIGIN}/api/auth/callback/company`);
  team = await openTeam(`  providers:
    - { id: company, name: Company, issuer: "${oidc.issuer}", clientId: ${CLIENT.id}, clientSecret: "${CLIENT.secret}" }
`);
}, 120_000);
afterAll(async () => {
  await team.close();
  await oidc.close();
});

/** Signs in as a browser would: where it ends, and with which session. */
async function signIn(subject: string, change: (callback: string) => string = (callback) => callback) {
  const { access } = team.opened;
  const start = await access.handleProvider(
    new Request(`${ORIGIN}/api/auth/sign-in/social`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN, [ADDRESS_HEADER]: '192.0.2.7' },
      body: JSON.stringify({ provider: 'company', callbackURL: '/history', errorCallbackURL: '/sign-in' }),
    }),
  );
  const { url } = (await start.json()) as { url: string };
  const callback = change(await oidc.signInAt(url, subject));
  const headers = { cookie: cookieOf(start.headers.getSetCookie()), [ADDRESS_HEADER]: '192.0.2.7' };
  const end = await access.handleProvider(new Request(callback, { headers }));
  const session = end.headers.getSetCookie().filter((one) => one.includes('session_token=') && !/Max-Age=0/.test(one));
  const cookie = cookieOf(session);
  return { location: end.headers.get('location'), caller: await team.callerOf({ cookie }) };
}

it('lets in who is here already, as the same person', async () => {
  const { location, caller } = await signIn('ada');
  expect(location).toMatch(/\/history$/);
  expect(caller?.id).toBe(team.ids.ada);
  expect((await signIn('ada')).caller?.id).toBe(team.ids.ada);
});

it('makes a person of whoever was invited, with the role of the invitation, and of nobody else', async () => {
  const root = await team.as('root');
  await root.people.invite({ email: 'dee@example.org', role: 'analyst' });
  expect((await signIn('dee')).caller).toMatchObject({ email: 'dee@example.org', role: 'analyst' });
  expect(await root.people.invitations()).toEqual([]);
  const stranger = await signIn('eve');
  expect(stranger.caller).toBeUndefined();
  expect(stranger.location).toContain('error=not_invited');
  const { entries } = await root.audit.list({ limit: 500 });
  const noted = entries.map(({ action, outcome, detail, person, address }) => [
    action,
    outcome,
    detail,
    person?.name,
    address,
  ]);
  expect(noted).toContainEqual(['joined', 'ok', 'dee@example.org as analyst', undefined, '192.0.2.7']);
  expect(noted).toContainEqual(['sign_in', 'ok', 'company', 'Dee', '192.0.2.7']);
  expect(noted).toContainEqual(['sign_in', 'failed', 'eve@example.org: not invited', undefined, '192.0.2.7']);
});

it('does not believe an address that the provider has not verified, nor an answer that was changed', async () => {
  const mallory = await signIn('mal');
  expect(mallory.caller).toBeUndefined();
  expect(mallory.location).toContain('error=');
  for (const part of ['state', 'code']) {
    const forged = await signIn('ada', (callback) => callback.replace(new RegExp(`${part}=[^&]{4}`), `${part}=AAAA`));
    expect(forged.caller).toBeUndefined();
  }
});

it('lets nobody in who has left', async () => {
  const root = await team.as('root');
  await root.people.setActive(team.ids.ada, false);
  expect((await signIn('ada')).caller).toBeUndefined();
  const { entries } = await root.audit.list({ action: 'sign_in', outcome: 'failed', limit: 1 });
  expect(entries).toMatchObject([{ detail: expect.stringMatching(/: has left$/), address: '192.0.2.7' }]);
});

it('opens nothing else of the library', async () => {
  for (const path of ['sign-up/email', 'get-session', 'update-user', 'change-email', 'list-sessions', 'error'])
    await expect(team.opened.access.handleProvider(new Request(`${ORIGIN}/api/auth/${path}`))).rejects.toMatchObject({
      code: 'not_found',
    });
});

it('takes nothing but the request of our own page', async () => {
  const start = (body: object) =>
    team.opened.access.handleProvider(
      new Request(`${ORIGIN}/api/auth/sign-in/social`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: ORIGIN, [ADDRESS_HEADER]: '192.0.2.7' },
        body: JSON.stringify({ provider: 'company', callbackURL: '/', errorCallbackURL: '/sign-in', ...body }),
      }),
    );
  const answer = await start({ idToken: { token: 'e30.e30.e30' }, disableRedirect: true, requestSignUp: true });
  // An ID token in the body is not looked at: the browser goes to the provider.
  expect(((await answer.json()) as { url: string }).url.startsWith(oidc.issuer)).toBe(true);
  for (const callbackURL of ['https://evil.example/', '//evil.example', '/\\evil.example', 'history'])
    await expect(start({ callbackURL })).rejects.toMatchObject({ code: 'bad_request' });
});

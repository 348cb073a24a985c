/** An OpenID provider on a free port of this machine, and a browser that signs in at it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface OidcServer {
  readonly issuer: string;
  /** Follows `url` through the provider's pages as the person `subject`, up to where it sends the browser back to us. */
  signInAt(url: string, subject: string): Promise<string>;
  close(): Promise<void>;
}

export interface OidcPerson {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
}

export const CLIENT = { id: 'joinery', secret: 'a secret of the test that is long enough' };

export async function startOidc(
  people: Readonly<Record<string, OidcPerson>>,
  redirectUri: string,
): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['key of the test'] },
    async findAccount(_context: unknown, id: string) {
      return { accountId: id, claims: async () => ({ sub: id, ...people[id] }) };
    },
  });
  server.on('request', provider.callback());
  return {
    issuer,
    signInAt: (url, subject) => browse(url, subject, issuer),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Steps until the provider sends the browser to another server. */
async function browse(url: string, subject: string, issuer: string): Promise<string> {
  const jar = new Map<string, string>();
  let target = url;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(target, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const one of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (one.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    const location = answer.headers.get('location');
    const page = await answer.text();
    form = undefined;
    if (location !== null) {
      target = new URL(location, target).href;
      if (!target.startsWith(issuer)) return target;
    } else {
      const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (action === undefined || prompt === undefined)
        throw new Error(`The provider answered ${answer.status}: ${page}`);
      target = new URL(action, target).href;
      form = new URLSearchParams({ prompt, login: subject, password: 'any' });
    }
  }
  throw new Error('The provider never came to an end');
}

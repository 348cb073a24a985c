import { cookies, headers } from 'next/headers';
import { JoineryError } from '../server/errors.ts';
import { serverHost } from '../server/index.ts';

/** Throws `unauthorized` unless the request carries an open session. The server checks each request before; actions and routes check again. */
export async function requireSession(): Promise<void> {
  const bearer = /^Bearer (.+)$/.exec((await headers()).get('authorization') ?? '')?.[1];
  const { sessions } = serverHost();
  const value = bearer ?? (await cookies()).get(sessions.cookieName)?.value;
  if (!sessions.isOpen(value)) {
    throw new JoineryError('unauthorized', 'This browser has no session with this Joinery.', {
      hint: 'Open the URL with the access token that the start command printed.',
    });
  }
}

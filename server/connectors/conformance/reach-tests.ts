/** "Test connection" of a server of SQL: why a connection cannot be made, and what an encrypted one checks. */
import { expect, it } from 'vitest';
import { makeAuthority } from '../../../test/servers/certificate.ts';
import { startOddServer } from '../../../test/servers/odd-server.ts';

/** Tries a connection with other options: the error, or whether the server says that the connection is encrypted. */
type Tried = (changes: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** Title, options, code of the error, what its message says. */
type ReachCase = readonly [string, Readonly<Record<string, unknown>>, string, RegExp];

const everywhere: readonly ReachCase[] = [
  ['a host that nobody knows', { host: 'no-such-host.invalid', ssl: false }, 'source_unreachable', /host name/],
  ['a port where nobody listens', { port: 1 }, 'source_unreachable', /Nothing answers/],
  ['a wrong password', { password: 'wrong' }, 'source_auth_failed', /user or the password/],
  ['an unknown user', { user: 'nobody' }, 'source_auth_failed', /user or the password/],
  ['an unknown database', { database: 'nowhere' }, 'source_auth_failed', /database does not exist/],
];

const unreachable = (message: RegExp) => ({ code: 'source_unreachable', message: expect.stringMatching(message) });

export function reachTests(tried: Tried, connection: string, own: readonly ReachCase[]): void {
  it.each([...everywhere, ...own])('%s', async (_, changes, code, message) => {
    expect(await tried(changes)).toMatchObject({
      code,
      message: expect.stringMatching(message),
      hint: expect.any(String),
      connection,
    });
  });

  it.each([
    ['closing', {}, /closed the connection at once/],
    ['silent', { connectTimeoutMs: 300 }, /did not answer in time/],
  ] as const)('something else at that port, %s', async (manner, changes, message) => {
    const { port, stop } = await startOddServer(manner);
    expect(await tried({ port, ...changes })).toMatchObject(unreachable(message));
    await stop();
  });
}

/** The server shows a certificate of `ca` for `localhost` and 127.0.0.1. */
export async function expectChecks(tried: Tried, ca: string): Promise<void> {
  expect(await tried({ ssl: true, ca })).toEqual({ encrypted: true });
  expect(await tried({ ssl: true, ca, host: 'localhost' })).toEqual({ encrypted: true });
  expect(await tried({ ssl: 'no-verify' })).toEqual({ encrypted: true });
  expect(await tried({ ssl: false })).toEqual({ encrypted: false });
  const untrusted = unreachable(/not signed by an authority/);
  expect(await tried({ ssl: true })).toMatchObject(untrusted);
  expect(await tried({ ssl: true, ca: makeAuthority('Another').certificate })).toMatchObject(untrusted);
}

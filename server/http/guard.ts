/** What every request passes before any page or route sees it: host, origin, session, and the headers of every answer. Pure: no I/O. */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { JoineryError } from '../errors.ts';
import type { Sessions } from './sessions.ts';

export interface GuardedRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export type Verdict =
  | { readonly kind: 'pass' }
  /** The token was right: set the cookie and go to the same page without the token in its address. */
  | { readonly kind: 'signIn'; readonly cookie: string; readonly location: string }
  | { readonly kind: 'goTo'; readonly location: string }
  | { readonly kind: 'refuse'; readonly error: JoineryError };

const SESSION_SECONDS = 30 * 86_400;

/** Paths that need no session: they tell nothing but that the server lives, and whether it can work. */
const openPaths: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** In team mode also what it takes to sign in. Actions posted to these paths check for themselves, as all do. */
const signInPaths =
  /^\/(sign-in|welcome\/[\w-]+|icon\.svg|favicon\.ico|api\/access\/[\w-]+|api\/auth\/.+|_next\/static\/.+)$/;

/**
 * `hosts` are the Host headers under which this server may be called (against DNS rebinding), such as `127.0.0.1:4300`. `isKnown`: the request
 * carries a token for scripts that is good.
 */
export function judgeRequest(
  request: GuardedRequest,
  sessions: Sessions,
  hosts: ReadonlySet<string>,
  isKnown = false,
): Verdict {
  const refusal = judgeSender(request, hosts);
  if (refusal !== undefined) return refusal;
  const url = urlOf(request);
  if (openPaths.has(url.pathname) || isKnown) return { kind: 'pass' };
  const token = url.searchParams.get('token');
  if (token !== null && request.method === 'GET') {
    const cookie = sessions.open(token);
    url.searchParams.delete('token');
    if (cookie !== undefined)
      return {
        kind: 'signIn',
        cookie: `${sessions.cookieName}=${cookie}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${SESSION_SECONDS}`,
        location: `${url.pathname}${url.search}`,
      };
  }
  if (isLocalSession(request.headers, sessions)) return { kind: 'pass' };
  if (request.headers.authorization !== undefined)
    return refuse(
      'unauthorized',
      'The token is not one of this Joinery, or no longer.',
      'Send `Authorization: Bearer` with the access token that the start command printed, or one made on the Settings screen.',
    );
  return refuse(
    'unauthorized',
    'This browser has no session with this Joinery.',
    'Open the URL with the access token that the start command printed.',
  );
}

export const isLocalSession = (headers: IncomingHttpHeaders, sessions: Sessions): boolean =>
  sessions.isOpen(sessionOf(headers, sessions.cookieName));

/** The same for a team: whoever has not signed in is sent to where they can. */
export function judgeTeamRequest(request: GuardedRequest, hosts: ReadonlySet<string>, isKnown: boolean): Verdict {
  const refusal = judgeSender(request, hosts);
  if (refusal !== undefined) return refusal;
  const { pathname, search } = urlOf(request);
  if (isKnown || openPaths.has(pathname) || signInPaths.test(pathname)) return { kind: 'pass' };
  const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
  if (!isPage)
    return refuse('unauthorized', 'Nobody has signed in.', 'Sign in, or send a token: `Authorization: Bearer`.');
  const next = pathname === '/' ? '' : `?next=${encodeURIComponent(`${pathname}${search}`)}`;
  return { kind: 'goTo', location: `/sign-in${next}` };
}

const urlOf = ({ url, headers }: GuardedRequest): URL => new URL(url, `http://${(headers.host ?? '').toLowerCase()}`);

/** Host and origin: against DNS rebinding and requests that other sites send. */
function judgeSender(request: GuardedRequest, hosts: ReadonlySet<string>): Verdict | undefined {
  const host = (request.headers.host ?? '').toLowerCase();
  if (!hosts.has(host))
    return refuse(
      'forbidden',
      'This server does not answer under that name.',
      'Open the URL that the start command printed.',
    );
  const { origin } = request.headers;
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
    return refuse('forbidden', 'The request comes from another site.');
  if (
    isWrite &&
    request.headers['sec-fetch-site'] !== undefined &&
    request.headers['sec-fetch-site'] !== 'same-origin'
  ) {
    return refuse('forbidden', 'The request comes from another site.');
  }
  return undefined;
}

/** Session value of a request: its cookie, or `Authorization: Bearer <token>` for scripts. */
export function sessionOf(headers: IncomingHttpHeaders, cookieName: string): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookieName) return value;
  }
  return undefined;
}

const refuse = (code: 'forbidden' | 'unauthorized', message: string, hint?: string): Verdict => ({
  kind: 'refuse',
  error: new JoineryError(code, message, { hint }),
});

export const createNonce = (): string => randomBytes(16).toString('base64');

/** Headers of every answer. Scripts run only with the page's nonce; nothing comes from or goes to another site. */
export function securityHeaders(nonce: string, isDevelopment: boolean): Record<string, string> {
  const evaluation = isDevelopment ? " 'unsafe-eval'" : '';
  return {
    'content-security-policy': [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${evaluation}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "connect-src 'self'",
      "worker-src 'self' blob:",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "object-src 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  };
}

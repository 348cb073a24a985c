/** The HTTP server: guards each request, then hands it to Next. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Access } from '../access/access.ts';
import { ADDRESS_HEADER } from '../access/auth.ts';
import { type Caller, localCaller } from '../access/caller.ts';
import type { AuthConfig } from '../config/config.ts';
import { JoineryError } from '../errors.ts';
import type { Operations } from '../operations/operations.ts';
import { presentsToken } from '../operations/scrape-token.ts';
import { bodyProblem } from './body-limit.ts';
import { createNonce, isLocalSession, judgeRequest, judgeTeamRequest, securityHeaders, type Verdict } from './guard.ts';
import { addressOf, namesOf, type PublicNames } from './public-names.ts';
import { refusalPage } from './refusal-page.ts';
import type { Sessions } from './sessions.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Folder of the project, where Next finds its build. */
  readonly projectDir: string;
  readonly sessions: Sessions;
  readonly access: Access;
  /** Absent = local mode. */
  readonly auth?: AuthConfig | undefined;
  /** Is told of each request, and knows the figures that Prometheus asks for. */
  readonly operations: Pick<Operations, 'requestEnded' | 'metrics' | 'scrapeToken'>;
  readonly isDevelopment: boolean;
}

export interface Serving {
  /** With the access token, or the path that makes the first admin. */
  readonly url: string;
  close(): Promise<void>;
}

const KEEP_ALIVE_MS = 75_000;

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Starts to listen. Without sign-in it refuses any address but this machine's own. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const isTeam = options.access.mode === 'team';
  if (!isTeam && !loopback.has(options.host)) {
    throw new JoineryError(
      'forbidden',
      `Joinery does not listen on ${options.host}: without sign-in, only this machine may reach it.`,
      {
        hint: 'Leave --host out and reach it from elsewhere through `ssh -L`, or set auth.mode: team in config.yaml.',
      },
    );
  }
  const { default: next } = await import('next');
  const app = next({
    dev: options.isDevelopment,
    dir: options.projectDir,
    hostname: options.host,
    port: options.port,
    quiet: true,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  const server = createServer();
  // Longer than proxies and clients keep an idle connection: who closes it should be the one who would send next.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  options.sessions.cookieName = `joinery_session_${port}`;
  const names = namesOf(options.host, port, options.auth);
  await options.access.open({ ...names, port, secret: options.sessions.signingKey });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    void answer(request, response, names);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse, { hosts, isSecure }: PublicNames) => {
    const nonce = createNonce();
    const startedMs = performance.now();
    const { method = 'GET', url = '/' } = request;
    response.once('close', () => {
      const seconds = (performance.now() - startedMs) / 1000;
      options.operations.requestEnded({ method, url, status: response.statusCode, seconds });
    });
    const headers = securityHeaders(nonce, options.isDevelopment);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000');
    // Prometheus calls by a name of its own and has no cookie that another site could use: its token is enough.
    if (url === '/metrics' && presentsToken(request.headers.authorization, options.operations.scrapeToken)) {
      void sendMetrics(response, options.operations);
      return;
    }
    const address = addressOf(request, options.auth?.trustsProxy === true);
    request.headers[ADDRESS_HEADER] = address;
    let verdict: Verdict;
    let caller: Caller | undefined;
    try {
      // Throws for what is no UTF-8; Next would take it for a fault of its own.
      decodeURIComponent(url.split('?', 1)[0] ?? '');
      const judged = { method, url, headers: request.headers };
      caller = await options.access.callerOf(request.headers, address);
      verdict = isTeam
        ? judgeTeamRequest(judged, hosts, caller !== undefined)
        : judgeRequest(judged, options.sessions, hosts, caller !== undefined);
      if (!isTeam && isLocalSession(request.headers, options.sessions)) caller ??= { ...localCaller, address };
    } catch (thrown) {
      const error =
        thrown instanceof JoineryError
          ? thrown
          : new JoineryError('bad_request', 'The address of the request cannot be read.');
      verdict = { kind: 'refuse', error };
    }
    const problem = bodyProblem(request);
    if (problem !== undefined && verdict.kind === 'pass') {
      // What comes of the body is not read.
      response.setHeader('connection', 'close');
      refuse(request, response, problem.error, problem.status);
    } else if (verdict.kind === 'signIn') {
      response.writeHead(303, { location: verdict.location, 'set-cookie': verdict.cookie }).end();
    } else if (verdict.kind === 'goTo') {
      response.writeHead(303, { location: verdict.location, 'cache-control': 'no-store' }).end();
    } else if (verdict.kind === 'refuse') {
      refuse(request, response, verdict.error);
    } else {
      // Next reads the nonce for its own scripts from this header.
      request.headers['content-security-policy'] = headers['content-security-policy'];
      void options.access.enter(caller, address, () => handle(request, response));
    }
  };
  const path = isTeam ? ((await options.access.setUpPath()) ?? '/') : `/?token=${options.sessions.token}`;
  return {
    url: `${names.origin}${path}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await app.close();
    },
  };
}

function listen(server: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (thrown: NodeJS.ErrnoException) =>
      reject(
        thrown.code === 'EADDRINUSE'
          ? new JoineryError('bad_request', `Port ${port} is taken by another program.`, {
              hint: 'Choose another with --port, or 0 for any free one.',
            })
          : thrown,
      ),
    );
    server.listen(port, host.replace(/^\[|\]$/g, ''), resolve);
  });
}

async function sendMetrics(response: ServerResponse, operations: ServeOptions['operations']): Promise<void> {
  const { contentType, text } = await operations.metrics();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  error: JoineryError,
  status: number = error.httpStatus,
): void {
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  response.writeHead(status, {
    'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
  });
  response.end(wantsPage ? refusalPage(error) : JSON.stringify({ error: error.toShape() }));
}

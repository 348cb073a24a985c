/** The HTTP server: guards each request, then hands it to Next. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JoineryError } from '../errors.ts';
import type { Operations } from '../operations/operations.ts';
import { presentsToken } from '../operations/scrape-token.ts';
import { bodyProblem } from './body-limit.ts';
import { createNonce, judgeRequest, securityHeaders } from './guard.ts';
import { refusalPage } from './refusal-page.ts';
import type { Sessions } from './sessions.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Folder of the project, where Next finds its build. */
  readonly projectDir: string;
  readonly sessions: Sessions;
  /** Is told of each request, and knows the figures that Prometheus asks for. */
  readonly operations: Pick<Operations, 'requestEnded' | 'metrics' | 'scrapeToken'>;
  readonly isDevelopment: boolean;
}

export interface Serving {
  /** With the access token. */
  readonly url: string;
  close(): Promise<void>;
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Starts to listen. Refuses any address but this machine's own: sign-in for others is not there yet. */
export async function serve(options: ServeOptions): Promise<Serving> {
  if (!loopback.has(options.host)) {
    throw new JoineryError(
      'forbidden',
      `Joinery does not listen on ${options.host}: without sign-in, only this machine may reach it.`,
      {
        hint: 'Leave --host out, and reach it from elsewhere through `ssh -L`.',
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
  await listen(server, options);
  const { port } = server.address() as AddressInfo;
  options.sessions.cookieName = `joinery_session_${port}`;
  const hosts = new Set(['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const nonce = createNonce();
    const startedMs = performance.now();
    const { method = 'GET', url = '/' } = request;
    response.once('close', () => {
      const seconds = (performance.now() - startedMs) / 1000;
      options.operations.requestEnded({ method, url, status: response.statusCode, seconds });
    });
    const headers = securityHeaders(nonce, options.isDevelopment);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Prometheus calls by a name of its own and has no cookie that another site could use: its token is enough.
    if (url === '/metrics' && presentsToken(request.headers.authorization, options.operations.scrapeToken)) {
      void sendMetrics(response, options.operations);
      return;
    }
    let verdict: ReturnType<typeof judgeRequest>;
    try {
      verdict = judgeRequest({ method, url, headers: request.headers }, options.sessions, hosts);
    } catch {
      verdict = {
        kind: 'refuse',
        error: new JoineryError('bad_request', 'The address of the request cannot be read.'),
      };
    }
    const problem = bodyProblem(request);
    if (problem !== undefined && verdict.kind === 'pass') {
      // What comes of the body is not read.
      response.setHeader('connection', 'close');
      refuse(request, response, problem.error, problem.status);
    } else if (verdict.kind === 'signIn') {
      response.writeHead(303, { location: verdict.location, 'set-cookie': verdict.cookie }).end();
    } else if (verdict.kind === 'refuse') {
      refuse(request, response, verdict.error);
    } else {
      // Next reads the nonce for its own scripts from this header.
      request.headers['content-security-policy'] = headers['content-security-policy'];
      void handle(request, response);
    }
  });
  const shown = options.host === '::1' ? '[::1]' : options.host;
  return {
    url: `http://${shown}:${port}/?token=${options.sessions.token}`,
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

/** The HTTP server: guards each request, then hands it to Next. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JoineryError } from '../errors.ts';
import { createNonce, judgeRequest, securityHeaders } from './guard.ts';
import { refusalPage } from './refusal-page.ts';
import type { Sessions } from './sessions.ts';

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  /** Folder of the project, where Next finds its build. */
  readonly projectDir: string;
  readonly sessions: Sessions;
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
    const headers = securityHeaders(nonce, options.isDevelopment);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    let verdict: ReturnType<typeof judgeRequest>;
    try {
      verdict = judgeRequest(
        { method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers },
        options.sessions,
        hosts,
      );
    } catch {
      verdict = {
        kind: 'refuse',
        error: new JoineryError('bad_request', 'The address of the request cannot be read.'),
      };
    }
    if (verdict.kind === 'signIn') {
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

function refuse(request: IncomingMessage, response: ServerResponse, error: JoineryError): void {
  const wantsPage = (request.headers.accept ?? '').includes('text/html');
  response.writeHead(error.httpStatus, {
    'content-type': wantsPage ? 'text/html; charset=utf-8' : 'application/json',
    'cache-control': 'no-store',
  });
  response.end(wantsPage ? refusalPage(error) : JSON.stringify({ error: error.toShape() }));
}

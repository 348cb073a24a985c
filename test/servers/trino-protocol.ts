/**
 * A small server that speaks Trino's statement protocol as its clients see it (https://trino.io/docs/current/develop/client-protocol.html): queries that wait in states,
 * pages by `nextUri`, statistics, errors with their place, cancellation by DELETE, and the failures of a proxy in between. It runs no SQL: a test says
 * what each statement answers. For what a real server cannot be made to do, and for machines without one.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export interface ScriptedAnswer {
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  /** JSON texts of the arrays of rows, one a page. */
  readonly pages?: readonly string[];
  readonly error?: {
    readonly message: string;
    readonly errorName: string;
    readonly errorType: string;
    readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number };
  };
  /** Page before which the error comes; default: before the first. */
  readonly errorAtPage?: number;
  /** The query never ends by itself. */
  readonly isEndless?: boolean;
}

export interface TrinoProtocol {
  readonly port: number;
  /** Statements as they came, with their headers. */
  readonly statements: readonly { readonly sql: string; readonly headers: IncomingMessage['headers'] }[];
  /** Queries that clients have deleted. */
  readonly deleted: readonly string[];
  /** Answers the next requests in this way instead: a status, or `break` for a connection that is cut. */
  failNext(...failures: readonly (number | 'break')[]): void;
  stop(): Promise<void>;
}

const stats = (state: string, rows: number) => ({
  state,
  queued: state === 'QUEUED',
  queuedTimeMillis: 7,
  elapsedTimeMillis: 40,
  processedRows: rows,
  processedBytes: rows * 10,
  physicalInputBytes: 0,
});

export async function startTrinoProtocol(answer: (sql: string) => ScriptedAnswer): Promise<TrinoProtocol> {
  const statements: { sql: string; headers: IncomingMessage['headers'] }[] = [];
  const deleted: string[] = [];
  const failures: (number | 'break')[] = [];
  const queries = new Map<string, ScriptedAnswer>();

  /** The address at which the client asked: what lies in between stays there. */
  let host = '';
  const uri = (id: string, page: number) => `http://${host}/v1/statement/executing/${id}/token/${page}`;

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    body: string,
    headers: Record<string, string> = {},
  ): void {
    const isPacked = /gzip/.test(request.headers['accept-encoding'] ?? '');
    response.writeHead(200, {
      'content-type': 'application/json',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      ...headers,
    });
    response.end(isPacked ? gzipSync(body) : body);
  }

  function page(id: string, query: ScriptedAnswer, number: number): string {
    const pages = query.pages ?? [];
    const rest = { id, infoUri: uri(id, 0), warnings: [] };
    const columns = query.columns === undefined ? {} : { columns: query.columns };
    if (query.error !== undefined && number > (query.errorAtPage ?? 0))
      return JSON.stringify({
        ...rest,
        ...columns,
        stats: stats('FAILED', 0),
        error: { errorCode: 1, ...query.error },
      });
    const data = pages[number - 1];
    const isLast = number > pages.length && query.isEndless !== true;
    const head = JSON.stringify({
      ...rest,
      ...(isLast ? {} : { nextUri: uri(id, number + 1) }),
      ...(number > 0 ? columns : {}),
    });
    const tail = JSON.stringify({ stats: stats(isLast ? 'FINISHED' : 'RUNNING', number) });
    // The rows stand as they are given: with digits that no number of JavaScript has.
    return `${head.slice(0, -1)}${data === undefined ? '' : `,"data":${data}`},${tail.slice(1)}`;
  }

  const server = createServer((request, response) => {
    host = request.headers.host ?? host;
    const failure = failures.shift();
    if (failure === 'break') {
      request.socket.destroy();
      return;
    }
    if (failure !== undefined) {
      response.writeHead(failure, { 'content-type': 'text/plain' }).end(`status ${failure}`);
      return;
    }
    if (request.url === '/v1/info') {
      send(request, response, '{"starting":false}');
      return;
    }
    const match = /\/executing\/([^/]+)\/token\/(\d+)/.exec(request.url ?? '');
    if (request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const sql = Buffer.concat(parts).toString('utf8');
        statements.push({ sql, headers: request.headers });
        const id = `query_${statements.length}`;
        const begins = sql.startsWith('START TRANSACTION');
        queries.set(id, begins || sql === 'ROLLBACK' ? {} : answer(sql));
        send(
          request,
          response,
          page(id, queries.get(id) ?? {}, 0),
          begins ? { 'x-trino-started-transaction-id': `transaction_${statements.length}` } : {},
        );
      });
      return;
    }
    const [, id = '', token = ''] = match ?? [];
    if (request.method === 'DELETE') {
      deleted.push(id);
      response.writeHead(204).end();
      return;
    }
    send(request, response, page(id, queries.get(id) ?? {}, Number(token)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    statements,
    deleted,
    failNext: (...next) => {
      failures.push(...next);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

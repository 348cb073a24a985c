/** HTTP to one coordinator over a few kept connections. Answers stay text: a JSON parser would round whole numbers above 2^53. */
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { isAbsolute, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { Cancelled } from '../../errors.ts';
import { isLocal } from '../server-options.ts';
import type { TrinoOptions } from './config.ts';
import { HttpFailure } from './errors.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, or a whole URL that the coordinator gave: only its path and query count, so that no other host is ever asked. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What the protocol asks clients to try again. */
const retriedStatus = new Set([502, 503, 504]);
const RETRIES = 6;
const RETRY_WAIT_MS = 100;
const IDLE_MS = 30_000;

/** A kept connection that turned out to be broken before anything was answered on it. */
class StaleWire extends HttpFailure {
  constructor(cause: unknown) {
    super(undefined, '', cause);
  }
}

export class HttpClient {
  readonly #options: TrinoOptions;
  readonly #baseDir: string;
  readonly #isSecure: boolean;
  #agent: Promise<http.Agent | https.Agent> | undefined;

  constructor(options: TrinoOptions, baseDir: string) {
    this.#options = options;
    this.#baseDir = baseDir;
    this.#isSecure = options.ssl !== undefined ? options.ssl !== false : !isLocal(options.host);
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#sendAnew(request, signal);
      if (!retriedStatus.has(answer.status) || tries >= RETRIES) return answer;
      await delay(RETRY_WAIT_MS * 2 ** tries, undefined, { signal }).catch(() => {
        throw new Cancelled();
      });
    }
  }

  /**
   * A wire that was cut while it lay idle shows only when it is used again, and then no answer has begun: the request goes once more, over a new wire. All that is sent here may be
   * sent twice: pages are named by their token, and statements only read; one that nobody asks for any more ends at the coordinator by itself.
   */
  async #sendAnew(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    try {
      return await this.#sendOnce(request, signal);
    } catch (thrown) {
      if (!(thrown instanceof StaleWire)) throw thrown;
      await this.#dropIdleWires();
      return this.#sendOnce(request, signal);
    }
  }

  /** Those cut at the same moment must not take the second try as well. */
  async #dropIdleWires(): Promise<void> {
    const idle = Object.values((await this.#agent)?.freeSockets ?? {});
    for (const sockets of idle) for (const socket of sockets ?? []) socket.destroy();
  }

  async close(): Promise<void> {
    (await this.#agent?.catch(() => undefined))?.destroy();
    this.#agent = undefined;
  }

  async #makeAgent(): Promise<http.Agent | https.Agent> {
    const { ca, ssl, maxConnections } = this.#options;
    const shared = { keepAlive: true, maxSockets: maxConnections, timeout: IDLE_MS, scheduling: 'lifo' as const };
    if (!this.#isSecure) return new http.Agent(shared);
    const pem =
      ca === undefined || ca.includes('-----BEGIN')
        ? ca
        : await readFile(isAbsolute(ca) ? ca : resolve(this.#baseDir, ca), 'utf8');
    return new https.Agent({
      ...shared,
      rejectUnauthorized: ssl !== 'no-verify',
      ...(pem === undefined ? {} : { ca: pem }),
    });
  }

  async #sendOnce(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    if (signal.aborted) throw new Cancelled();
    this.#agent ??= this.#makeAgent();
    const agent = await this.#agent;
    const { host, port, connectTimeoutMs } = this.#options;
    const url = new URL(request.url, 'http://coordinator');
    return new Promise<HttpAnswer>((settle, reject) => {
      const fail = (cause: unknown) => reject(signal.aborted ? new Cancelled() : new HttpFailure(undefined, '', cause));
      let hasAnswered = false;
      const sent = (this.#isSecure ? https : http).request(
        {
          agent,
          host,
          port,
          method: request.method,
          path: url.pathname + url.search,
          headers: { ...request.headers, 'accept-encoding': 'gzip', 'user-agent': 'joinery' },
          signal,
        },
        (response) => {
          hasAnswered = true;
          const body = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
          const parts: Buffer[] = [];
          response.on('error', fail);
          body.on('error', fail);
          body.on('data', (part: Buffer) => parts.push(part));
          body.on('end', () =>
            settle({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(parts).toString('utf8'),
            }),
          );
        },
      );
      // Only the way to the server has a limit: an answer may take as long as the query.
      const late = setTimeout(() => sent.destroy(new Error('connect timeout')), connectTimeoutMs);
      sent.on('socket', (socket) => {
        if (!socket.connecting) clearTimeout(late);
        else socket.once(this.#isSecure ? 'secureConnect' : 'connect', () => clearTimeout(late));
      });
      sent.on('error', (cause: NodeJS.ErrnoException) => {
        clearTimeout(late);
        const isStale = sent.reusedSocket && !hasAnswered && ['ECONNRESET', 'EPIPE'].includes(cause.code ?? '');
        if (isStale && !signal.aborted) reject(new StaleWire(cause));
        else fail(cause);
      });
      sent.on('close', () => clearTimeout(late));
      sent.end(request.body);
    });
  }
}

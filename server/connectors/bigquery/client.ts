/**
 * The REST API of BigQuery: one request at a time, with the token of the configured credentials. Google's client gives the tokens and is loaded
 * with the first request; answers stay as the API sends them, as that client would turn values into JS numbers and dates.
 */
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { Cancelled } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { pause, raced } from '../waiting.ts';
import type { BigqueryOptions } from './config.ts';
import { ApiError, CredentialsError } from './errors.ts';

export interface ApiRequest {
  readonly method?: 'GET' | 'POST';
  /** Below `/bigquery/v2/projects/`, its parts already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
}

export interface Client {
  /** Headers that carry a token that is valid now. */
  authorization(): Promise<Headers>;
  request<Answer>(request: ApiRequest, signal: AbortSignal): Promise<Answer>;
}

type Headers = Readonly<Record<string, string>>;

const retriedStatus = new Set([429, 500, 502, 503, 504]);
const maxTries = 4;

export function createClient(options: BigqueryOptions, context: ConnectorContext): Client {
  const base = `${options.apiEndpoint.replace(/\/+$/, '')}/bigquery/v2/projects/`;
  let headers: (() => Promise<Headers>) | undefined;

  async function authorization(): Promise<Headers> {
    headers ??= await headerSource(options, context.baseDir);
    try {
      return await headers();
    } catch (thrown) {
      throw new CredentialsError(thrown);
    }
  }

  async function send<Answer>(request: ApiRequest, signal: AbortSignal): Promise<Answer> {
    const url = new URL(base + request.path);
    for (const [name, value] of Object.entries(request.query ?? {}))
      if (value !== undefined) url.searchParams.set(name, value);
    const answer = await fetch(url, {
      method: request.method ?? 'GET',
      headers: {
        ...(await raced(authorization(), signal)),
        'user-agent': 'joinery',
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(options.requestTimeoutMs)]),
    });
    const text = await answer.text();
    if (!answer.ok) throw ApiError.of(answer.status, text);
    return JSON.parse(text) as Answer;
  }

  return {
    authorization,
    async request<Answer>(request: ApiRequest, signal: AbortSignal): Promise<Answer> {
      for (let tries = 1; ; tries += 1) {
        if (signal.aborted) throw new Cancelled();
        try {
          return await send<Answer>(request, signal);
        } catch (thrown) {
          if (signal.aborted) throw new Cancelled();
          if (!(thrown instanceof ApiError && mayRetry(thrown)) || tries === maxTries) throw thrown;
          context.log.debug(`${context.id}: BigQuery answered ${thrown.status} (${thrown.reason}); asked again.`);
        }
        await pause(2 ** tries * 100 * (0.5 + Math.random()), signal);
      }
    },
  };
}

/** Limits of the day or of the project do not pass by waiting a moment. A job is asked for under a name of our own, so a second try makes no second job. */
const mayRetry = (error: ApiError): boolean => retriedStatus.has(error.status) && error.reason !== 'quotaExceeded';

async function headerSource(options: BigqueryOptions, baseDir: string): Promise<() => Promise<Headers>> {
  if (options.accessToken !== undefined) {
    const fixed = { authorization: `Bearer ${options.accessToken}` };
    return async () => fixed;
  }
  // Whoever may write an address must not get tokens of this machine or of its files sent there.
  if (options.credentials === undefined && !/(?:^|\.)googleapis\.com$/.test(new URL(options.apiEndpoint).hostname)) {
    throw new CredentialsError(new Error('foreign endpoint'), 'apiEndpoint');
  }
  const credentials = await configuredCredentials(options, baseDir);
  const { BigQuery } = await import('@google-cloud/bigquery');
  const { authClient } = new BigQuery({
    projectId: options.projectId,
    apiEndpoint: options.apiEndpoint,
    ...(credentials === undefined ? {} : { credentials }),
  });
  return async () => Object.fromEntries((await authClient.getRequestHeaders(options.apiEndpoint)).entries());
}

async function configuredCredentials(options: BigqueryOptions, baseDir: string): Promise<object | undefined> {
  if (options.credentials === undefined && options.keyFile === undefined) return undefined;
  try {
    const text = options.credentials ?? (await readFile(filePath(options.keyFile ?? '', baseDir), 'utf8'));
    const parsed: unknown = JSON.parse(text);
    // All kinds of credentials name theirs; an old key of a service account may not.
    if (typeof parsed === 'object' && parsed !== null && ('type' in parsed || 'private_key' in parsed)) return parsed;
    throw new SyntaxError('no credentials');
  } catch (thrown) {
    throw new CredentialsError(thrown, options.credentials === undefined ? 'keyFile' : 'credentials');
  }
}

const filePath = (path: string, baseDir: string): string => (isAbsolute(path) ? path : resolve(baseDir, path));

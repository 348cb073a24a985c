/** Trino's statement protocol: a query is posted, its pages are asked for one by one, and it is deleted if nobody wants the rest. */
import { Cancelled } from '../../errors.ts';
import type { TrinoOptions } from './config.ts';
import { HttpFailure, TrinoFailure } from './errors.ts';
import { type HttpAnswer, HttpClient, type HttpRequest } from './http.ts';
import { type Page, type PageColumn, type QueryStats, readPage } from './page.ts';

/** How long the end of a query waits for the coordinator to take its cancellation. */
const CLEAN_UP_MS = 800;

export interface Transaction {
  readonly id: string;
  /** Ends it, whatever became of its queries. */
  end(): Promise<void>;
}

/** One query at the coordinator. Whoever reads its pages to the end, or cancels it, leaves nothing there. */
export interface RunningQuery {
  readonly id: string;
  /** Columns, once the coordinator has told them: then pages up to there were read. */
  columns(): Promise<readonly PageColumn[]>;
  /** JSON texts of arrays of rows, in order. */
  data(): AsyncGenerator<string>;
  stats(): QueryStats;
  /** Safe to call at any time, and more than once. */
  cancel(): Promise<void>;
}

export class TrinoClient {
  readonly #http: HttpClient;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #running = new Set<RunningQuery>();

  constructor(options: TrinoOptions, baseDir: string) {
    this.#http = new HttpClient(options, baseDir);
    this.#headers = headersOf(options);
  }

  async ping(signal: AbortSignal): Promise<void> {
    checked(await this.#http.send({ method: 'GET', url: '/v1/info', headers: this.#headers }, signal));
  }

  async start(sql: string, signal: AbortSignal, transaction?: Pick<Transaction, 'id'>): Promise<RunningQuery> {
    const headers = {
      ...this.#headers,
      ...(transaction === undefined ? {} : { 'x-trino-transaction-id': transaction.id }),
    };
    const first = await this.#post(sql, headers, signal);
    return this.#follow(readPage(checked(first)), headers, signal);
  }

  /** All rows of a small answer, as JSON has them. */
  async rows(sql: string, signal: AbortSignal): Promise<readonly (readonly unknown[])[]> {
    const query = await this.start(sql, signal);
    const rows: (readonly unknown[])[] = [];
    try {
      for await (const data of query.data()) rows.push(...(JSON.parse(data) as unknown[][]));
      return rows;
    } finally {
      await query.cancel();
    }
  }

  /** A transaction in which the coordinator itself refuses every change. */
  async startReadOnly(signal: AbortSignal): Promise<Transaction> {
    const headers = { ...this.#headers, 'x-trino-transaction-id': 'NONE' };
    let answer = await this.#post('START TRANSACTION READ ONLY', headers, signal);
    let id = answer.headers['x-trino-started-transaction-id'];
    for (let page = readPage(checked(answer)); ; page = readPage(checked(answer))) {
      if (page.error !== undefined) throw new TrinoFailure(page.error);
      if (page.nextUri === undefined) break;
      answer = await this.#http.send({ method: 'GET', url: page.nextUri, headers }, signal);
      id ??= answer.headers['x-trino-started-transaction-id'];
    }
    if (typeof id !== 'string') throw new Error('The coordinator began no transaction.');
    return { id, end: () => this.#endTransaction(id) };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running].map((query) => query.cancel()));
    await this.#http.close();
  }

  async #endTransaction(id: string): Promise<void> {
    const limit = AbortSignal.timeout(CLEAN_UP_MS);
    try {
      const query = await this.start('ROLLBACK', limit, { id });
      for await (const _ of query.data());
    } catch {
      // The coordinator ends what is idle by itself.
    }
  }

  /** A query that the coordinator took although nobody waits for it any more is deleted there as soon as its name is known. */
  async #post(sql: string, headers: HttpRequest['headers'], signal: AbortSignal): Promise<HttpAnswer> {
    if (signal.aborted) throw new Cancelled();
    const lost = new AbortController();
    const posting = this.#http.send({ method: 'POST', url: '/v1/statement', headers, body: sql }, lost.signal);
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => {
      aborted.reject(new Cancelled());
      posting.then(
        ({ text, status }) => (status === 200 ? this.#delete(readPage(text).nextUri, headers) : undefined),
        () => undefined,
      );
    };
    signal.addEventListener('abort', onAbort, { once: true });
    aborted.promise.catch(() => undefined);
    try {
      return await Promise.race([posting, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #delete(uri: string | undefined, headers: HttpRequest['headers']): Promise<void> {
    if (uri === undefined) return;
    await this.#http
      .send({ method: 'DELETE', url: uri, headers }, AbortSignal.timeout(CLEAN_UP_MS))
      .catch(() => undefined);
  }

  #follow(first: Page, headers: HttpRequest['headers'], signal: AbortSignal): RunningQuery {
    let page: Page = first;
    let columns = first.columns;
    let stats = first.stats;
    let waiting: string[] = first.data === undefined ? [] : [first.data];
    const stopped = new AbortController();
    const stop = AbortSignal.any([signal, stopped.signal]);
    const next = async (): Promise<boolean> => {
      if (page.error !== undefined) throw new TrinoFailure(page.error);
      if (page.nextUri === undefined) {
        this.#running.delete(query);
        return false;
      }
      if (stop.aborted) throw new Cancelled();
      page = readPage(checked(await this.#http.send({ method: 'GET', url: page.nextUri, headers }, stop)));
      columns ??= page.columns;
      stats = page.stats;
      if (page.error !== undefined) throw new TrinoFailure(page.error);
      if (page.data !== undefined) waiting.push(page.data);
      return true;
    };
    const query: RunningQuery = {
      id: first.id,
      stats: () => stats,
      columns: async () => {
        while (columns === undefined && (await next()));
        return columns ?? [];
      },
      async *data() {
        for (;;) {
          const ready = waiting;
          waiting = [];
          yield* ready;
          if (!(await next())) return;
        }
      },
      cancel: async () => {
        if (!this.#running.delete(query)) return;
        stopped.abort();
        if (page.error === undefined) await this.#delete(page.nextUri, headers);
      },
    };
    this.#running.add(query);
    return query;
  }
}

function checked({ status, text }: HttpAnswer): string {
  if (status !== 200) throw new HttpFailure(status, text);
  return text;
}

function headersOf(options: TrinoOptions): Record<string, string> {
  const { user, password, token, catalog, schema, roles, statementTimeoutMs } = options;
  const properties = {
    ...options.sessionProperties,
    ...(statementTimeoutMs > 0 ? { query_max_run_time: `${statementTimeoutMs}ms` } : {}),
  };
  const session = Object.entries(properties).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return {
    'x-trino-user': user,
    'x-trino-source': 'joinery',
    'x-trino-catalog': encodeURIComponent(catalog),
    'x-trino-schema': encodeURIComponent(schema),
    'x-trino-time-zone': 'UTC',
    'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
    'content-type': 'text/plain; charset=utf-8',
    ...(session.length === 0 ? {} : { 'x-trino-session': session.join(',') }),
    ...(roles === undefined
      ? {}
      : { 'x-trino-role': `${encodeURIComponent(catalog)}=${encodeURIComponent(`ROLE{${roles}}`)}` }),
    ...(token !== ''
      ? { authorization: `Bearer ${token}` }
      : password !== ''
        ? { authorization: `Basic ${basic}` }
        : {}),
  };
}

/**
 * BigQuery for tests: a server in front of the emulator that adds what the emulator leaves out, in the form of the public API reference: tokens, jobs that
 * run in the background and can be cancelled, bytes and slots in a job's figures, the views of keys, descriptions and sizes, the place of a
 * syntax error, and failures on request. SQL itself is the emulator's.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RestField, RestRow } from './bigquery-arrow.ts';
import { type BigqueryEmulator, startBigqueryEmulator } from './bigquery-emulator.ts';
import { type StorageServer, startBigqueryStorage } from './bigquery-storage.ts';

export interface ApiFailure {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
}

export interface BigqueryServer {
  readonly url: string;
  readonly project: string;
  readonly token: string;
  /** Where the emulator's own Storage Read API listens: Google's definition of it in Python, without tokens, for tables. */
  readonly emulatorGrpcUrl: string;
  /** The Storage Read API for answers of jobs, started when it is first asked for. */
  storage(): Promise<StorageServer>;
  /** Runs a statement as administrator; rows as the API gives them. */
  exec(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Statements that run now. */
  running(): readonly string[];
  /** The body of each job asked for, newest last. */
  readonly jobs: readonly JobBody[];
  /** Answers the next requests whose path matches with these failures, one each. `break` cuts the connection instead. */
  failNext(path: RegExp, ...failures: readonly (ApiFailure | 'break')[]): void;
  /** A column that the emulator keeps as STRING is said to be of another type. */
  retype(table: string, column: string, field: Readonly<Record<string, unknown>>, dataType: string): void;
  /** Cuts every open connection, and the next ones that ask for answers of the jobs of now. */
  cut(): void;
  stop(): Promise<void>;
}

interface JobBody {
  readonly jobReference?: { readonly jobId?: string; readonly location?: string };
  readonly configuration: {
    readonly dryRun?: boolean;
    readonly labels?: Readonly<Record<string, string>>;
    readonly query: { readonly query: string; readonly [name: string]: unknown };
    readonly [name: string]: unknown;
  };
}

interface Job {
  readonly body: JobBody;
  readonly createdAt: number;
  state: 'RUNNING' | 'DONE';
  cancel(): void;
  /** The emulator's answer, or a failure. */
  readonly ended: Promise<JobAnswer>;
}

type Json = Record<string, unknown>;
type JobAnswer = Json & {
  status?: { errorResult?: { reason: string; message: string } };
  statistics?: Json & { query?: Json };
};

/** Views that the emulator does not have: tables of this dataset, filled by the tests. */
const catalogDataset = 'stand_in_catalog';
const missingViews: Readonly<Record<string, string>> = {
  COLUMN_FIELD_PATHS:
    'table_schema STRING, table_name STRING, column_name STRING, field_path STRING, description STRING',
  KEY_COLUMN_USAGE:
    'table_schema STRING, table_name STRING, constraint_name STRING, column_name STRING, ordinal_position INT64, position_in_unique_constraint INT64',
  TABLE_CONSTRAINTS: 'table_schema STRING, table_name STRING, constraint_name STRING, constraint_type STRING',
  CONSTRAINT_COLUMN_USAGE: 'table_schema STRING, table_name STRING, constraint_schema STRING, constraint_name STRING',
  __TABLES__: 'table_schema STRING, dataset_id STRING, table_id STRING, row_count INT64, size_bytes INT64',
};
const viewPattern =
  /`[^`]+`\.`([^`]+)`\.(?:INFORMATION_SCHEMA\.)?(COLUMN_FIELD_PATHS|KEY_COLUMN_USAGE|TABLE_CONSTRAINTS|CONSTRAINT_COLUMN_USAGE|__TABLES__)/g;

/** Statements with this in them never end by themselves; the emulator could not be stopped. */
const ENDLESS = 'GENERATE_ARRAY(1, 1000000000)';

export async function startBigquery(): Promise<BigqueryServer> {
  const emulator = await startBigqueryEmulator();
  const state = new StandIn(emulator);
  let storage: Promise<StorageServer> | undefined;
  for (const [name, columns] of Object.entries({ '': '', ...missingViews })) {
    await state.exec(
      name === '' ? `CREATE SCHEMA ${catalogDataset}` : `CREATE TABLE ${catalogDataset}.${name} (${columns})`,
    );
  }
  const server = createServer((request, response) => {
    state.handle(request, response).catch((thrown: unknown) => {
      if (!response.headersSent)
        send(response, 500, failureBody({ status: 500, reason: 'backendError', message: String(thrown) }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    project: emulator.project,
    token: state.token,
    emulatorGrpcUrl: emulator.grpcUrl,
    storage: () => {
      storage ??= startBigqueryStorage(state.token, (job) => state.answer(job));
      return storage;
    },
    jobs: state.bodies,
    exec: (sql) => state.exec(sql),
    running: () => state.running(),
    failNext: (path, ...failures) => void state.failures.push(...failures.map((failure) => ({ path, failure }))),
    retype: (table, column, field, dataType) => void state.retyped.push({ table, column, field, dataType }),
    cut() {
      state.cutJobs();
      server.closeAllConnections();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      state.stop();
      (await storage)?.stop();
      await emulator.stop();
    },
  };
}

class StandIn {
  readonly token = 'token-of-the-tests';
  readonly bodies: JobBody[] = [];
  readonly failures: { path: RegExp; failure: ApiFailure | 'break' }[] = [];
  readonly retyped: { table: string; column: string; field: Readonly<Json>; dataType: string }[] = [];
  readonly #cut = new Set<string>();
  readonly #jobs = new Map<string, Job>();
  readonly #emulator: BigqueryEmulator;
  #last: Promise<void> = Promise.resolve();

  constructor(emulator: BigqueryEmulator) {
    this.#emulator = emulator;
  }

  running(): string[] {
    return [...this.#jobs.values()]
      .filter((job) => job.state === 'RUNNING')
      .map((job) => job.body.configuration.query.query);
  }

  cutJobs(): void {
    for (const id of this.#jobs.keys()) this.#cut.add(id);
  }

  stop(): void {
    for (const job of this.#jobs.values()) job.cancel();
  }

  /** All rows of a job. */
  async answer(id: string): Promise<{ fields: readonly RestField[]; rows: readonly RestRow[] }> {
    const rows: RestRow[] = [];
    for (let token: string | undefined; ; ) {
      const page = token === undefined ? '' : `&pageToken=${token}`;
      const path = `/queries/${id}?maxResults=25000&formatOptions.useInt64Timestamp=true${page}`;
      const { body } = await this.#forward('GET', path);
      this.#retype(this.#jobs.get(id)?.body.configuration.query.query ?? '', body);
      rows.push(...((body.rows ?? []) as RestRow[]));
      token = body.pageToken as string | undefined;
      if (token === undefined || token === '') return { fields: (body.schema as { fields: RestField[] }).fields, rows };
    }
  }

  async exec(sql: string): Promise<readonly (readonly unknown[])[]> {
    const jobId = `admin_${crypto.randomUUID()}`;
    const configuration = { query: { query: sql, useLegacySql: false } };
    const answer = await this.#insert({ jobReference: { jobId }, configuration });
    const failure = answer.status?.errorResult;
    if (failure !== undefined) throw new Error(`${sql}: ${failure.message}`);
    const rows = await this.#forward('GET', `/queries/${jobId}?maxResults=10000`);
    const list = (rows.body.rows ?? []) as { f: { v: unknown }[] }[];
    return list.map((row) => row.f.map(({ v }) => v));
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const path = url.pathname.replace(/^\/bigquery\/v2\/projects\/[^/]+/, '');
    const body = await textOf(request);
    const failing = this.failures.findIndex((one) => one.path.test(path));
    if (failing >= 0) {
      const failure = this.failures.splice(failing, 1)[0]?.failure;
      if (failure === 'break') return void request.socket.destroy();
      if (failure !== undefined) return send(response, failure.status, failureBody(failure));
    }
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return send(response, 401, failureBody({ status: 401, reason: 'authError', message: 'Invalid Credentials' }));
    }
    const project = decodeURIComponent(/^\/bigquery\/v2\/projects\/([^/]+)/.exec(url.pathname)?.[1] ?? '');
    if (project !== this.#emulator.project) {
      return send(
        response,
        404,
        failureBody({ status: 404, reason: 'notFound', message: `Not found: Project ${project}` }),
      );
    }
    if (path === '/jobs' && request.method === 'POST') return this.#startJob(JSON.parse(body) as JobBody, response);
    const [, kind, id = '', action] = /^\/(queries|jobs)\/([^/]+)(?:\/(\w+))?$/.exec(path) ?? [];
    const job = this.#jobs.get(id);
    if (kind === 'queries' && this.#cut.has(id)) return void request.socket.destroy();
    if (kind !== undefined && job !== undefined) return this.#ofJob(job, { kind, id, action, url }, response);
    if (path.endsWith(':testIamPermissions'))
      return send(response, 200, { permissions: ['bigquery.tables.updateData'] });
    const answer = await this.#forward(request.method ?? 'GET', `${path}${url.search}`, body === '' ? undefined : body);
    if (path === '/datasets') {
      const list = (answer.body.datasets ?? []) as { datasetReference: { datasetId: string } }[];
      const shown = list.filter(({ datasetReference }) => !/^stand_in|^_/.test(datasetReference.datasetId));
      return send(response, answer.status, { ...answer.body, datasets: shown });
    }
    send(response, answer.status, answer.body);
  }

  async #startJob(body: JobBody, response: ServerResponse): Promise<void> {
    this.bodies.push(body);
    const reference = { projectId: this.#emulator.project, location: 'US', ...body.jobReference };
    if (body.configuration.dryRun === true) {
      const { query } = body.configuration;
      // The emulator runs what it is asked to look at.
      const text = query.query.replaceAll(ENDLESS, 'GENERATE_ARRAY(1, 3)');
      const answer = await this.#insert({
        ...body,
        configuration: { ...body.configuration, query: { ...query, query: text } },
      });
      const failure = answer.status?.errorResult;
      if (failure !== undefined) return send(response, 400, failureBody({ status: 400, ...failure }));
      const figures = { ...answer.statistics?.query, totalBytesProcessed: '1048576' };
      return send(response, 200, {
        ...answer,
        jobReference: reference,
        statistics: { ...answer.statistics, query: figures },
      });
    }
    const id = body.jobReference?.jobId ?? '';
    if (this.#jobs.has(id)) {
      return send(
        response,
        409,
        failureBody({ status: 409, reason: 'duplicate', message: `Already Exists: Job ${id}` }),
      );
    }
    const billed = body.configuration.query.maximumBytesBilled;
    const job = this.#run(body, typeof billed === 'string' && BigInt(billed) < 10_485_760n);
    this.#jobs.set(id, job);
    send(response, 200, {
      kind: 'bigquery#job',
      jobReference: reference,
      configuration: body.configuration,
      status: { state: 'RUNNING' },
    });
  }

  #run(body: JobBody, isTooExpensive: boolean): Job {
    const cancelled = Promise.withResolvers<JobAnswer>();
    const failed = (reason: string, message: string): JobAnswer => ({ status: { errorResult: { reason, message } } });
    const work = isTooExpensive
      ? Promise.resolve(
          failed('bytesBilledLimitExceeded', 'Query exceeded limit for bytes billed: 1. 10485760 or higher required.'),
        )
      : body.configuration.query.query.includes(ENDLESS)
        ? new Promise<JobAnswer>(() => {})
        : this.#insert(body);
    const job: Job = {
      body,
      createdAt: Date.now(),
      state: 'RUNNING',
      cancel: () => cancelled.resolve(failed('stopped', 'Job execution was cancelled: User requested cancellation')),
      ended: Promise.race([work, cancelled.promise]).then((answer) => {
        job.state = 'DONE';
        return answer;
      }),
    };
    return job;
  }

  async #ofJob(
    job: Job,
    asked: { kind: string; id: string; action: string | undefined; url: URL },
    response: ServerResponse,
  ): Promise<void> {
    const { kind, id, action, url } = asked;
    if (action === 'cancel') {
      job.cancel();
      return send(response, 200, { kind: 'bigquery#jobCancelResponse', job: { status: { state: job.state } } });
    }
    if (kind === 'jobs') return send(response, 200, await this.#figures(job, id));
    const waiting = Promise.withResolvers<undefined>();
    const timer = setTimeout(waiting.resolve, Math.min(Number(url.searchParams.get('timeoutMs') ?? 10_000), 2000));
    response.once('close', () => waiting.resolve(undefined));
    const answer = await Promise.race([job.ended, waiting.promise]);
    clearTimeout(timer);
    if (answer === undefined) return send(response, 200, { jobComplete: false, jobReference: { jobId: id } });
    const failure = answer.status?.errorResult;
    if (failure !== undefined) return send(response, 400, failureBody({ status: 400, ...failure }));
    const page = await this.#forward('GET', `/queries/${id}${url.search}`);
    this.#retype(job.body.configuration.query.query, page.body);
    send(response, page.status, page.body);
  }

  async #figures(job: Job, id: string): Promise<Json> {
    const answer = job.state === 'DONE' ? await job.ended : {};
    const startTime = job.createdAt + 5;
    return {
      jobReference: { projectId: this.#emulator.project, jobId: id, location: 'US' },
      configuration: {
        ...job.body.configuration,
        query: {
          ...job.body.configuration.query,
          destinationTable: { projectId: this.#emulator.project, datasetId: '_results', tableId: id },
        },
      },
      status: { state: job.state, ...answer.status },
      statistics: {
        creationTime: String(job.createdAt),
        startTime: String(startTime),
        endTime: String(startTime + 20),
        query: {
          ...answer.statistics?.query,
          totalBytesProcessed: '1048576',
          totalBytesBilled: '10485760',
          totalSlotMs: '42',
          cacheHit: false,
        },
      },
    };
  }

  #retype(sql: string, page: Json): void {
    const schema = page.schema as { fields: Json[] } | undefined;
    for (const { table, column, field, dataType } of this.retyped) {
      if (/INFORMATION_SCHEMA\.COLUMNS/.test(sql)) {
        const place = schema?.fields.findIndex(({ name }) => name === 'data_type') ?? -1;
        for (const { f: cells } of (page.rows ?? []) as { f: { v: unknown }[] }[]) {
          const cell = cells[place];
          if (cell !== undefined && cells[1]?.v === table && cells[2]?.v === column) cell.v = dataType;
        }
      } else if (sql.includes(`\`${table}\``)) {
        for (const one of schema?.fields ?? []) if (one.name === column) Object.assign(one, field);
      }
    }
  }

  async #insert(body: JobBody): Promise<JobAnswer> {
    // The emulator fails on a default dataset beside INFORMATION_SCHEMA; the tests look at the one that was sent.
    const { defaultDataset: _, ...query } = body.configuration.query;
    // The emulator takes a comment behind the end for a second statement.
    const single = query.query.replace(/;\s*(?:--[^\n]*)?\s*$/, '');
    const text = single.replace(
      viewPattern,
      (_, dataset: string, view: string) =>
        `(SELECT * FROM ${catalogDataset}.${view} WHERE table_schema = '${dataset}')`,
    );
    const inner = { ...body, configuration: { ...body.configuration, query: { ...query, query: text } } };
    const { body: answer } = await this.#forward('POST', '/jobs', JSON.stringify(inner));
    const refused = (answer as { error?: { message: string; errors?: { reason: string }[] } }).error;
    const failure =
      refused === undefined
        ? (answer as JobAnswer).status?.errorResult
        : { reason: refused.errors?.[0]?.reason ?? 'invalid', message: refused.message };
    if (failure === undefined) return answer;
    return { status: { errorResult: { reason: failure.reason, message: inWordsOfBigquery(failure.message, text) } } };
  }

  /** One request at a time: the emulator fails on statements that overlap. */
  async #forward(method: string, path: string, body?: string): Promise<{ status: number; body: Json }> {
    const before = this.#last;
    const done = Promise.withResolvers<void>();
    this.#last = done.promise;
    await before;
    try {
      return await this.#forwardNow(method, path, body);
    } finally {
      done.resolve();
    }
  }

  async #forwardNow(method: string, path: string, body?: string): Promise<{ status: number; body: Json }> {
    const answer = await fetch(`${this.#emulator.url}/bigquery/v2/projects/${this.#emulator.project}${path}`, {
      method,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Json) };
  }
}

/** The emulator's parser names tokens; BigQuery says `Syntax error: Unexpected keyword WHERE at [2:6]`. */
function inWordsOfBigquery(message: string, sql: string): string {
  const [, word, line, end, from, to] =
    /token_type: [\w.]+, text: (.*?), line: (\d+), col: (\d+), start: (\d+), end: (\d+)/s.exec(message) ?? [];
  if (line !== undefined) {
    return `Syntax error: Unexpected keyword ${word} at [${line}:${Number(end) - (Number(to) - Number(from))}]`;
  }
  const [, missing] = /Table with name (\S+) does not exist/.exec(message) ?? [];
  if (missing !== undefined) return `Not found: Table ${missing} was not found in location US`;
  const [, column] = /Referenced column "([^"]+)" not found/.exec(message) ?? [];
  if (column === undefined) return message;
  const lines = sql.slice(0, Math.max(0, sql.indexOf(column))).split('\n');
  return `Unrecognized name: ${column} at [${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}]`;
}

function failureBody({ status, reason, message }: ApiFailure): Json {
  return { error: { code: status, message, errors: [{ domain: 'global', reason, message }], status: 'FAILED' } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const blocks: Buffer[] = [];
  for await (const block of request) blocks.push(block as Buffer);
  return Buffer.concat(blocks).toString();
}

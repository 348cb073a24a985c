/**
 * Snowflake for tests: a server in front of fakesnow (PyPI) that adds what it leaves out, in the form of Snowflake's own protocol: passwords, statements
 * that run in the background and can be aborted, results in parts, the query history, keys and functions, and failures on request. SQL itself is fakesnow's.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { answering, freePort } from './bigquery-emulator.ts';
import { ensurePythonPackages, pythonOf } from './python-packages.ts';
import { inWordsOfSnowflake, selectType, subquery } from './snowflake-words.ts';

const packages = ['fakesnow[server]==0.12.1', 'snowflake-connector-python<5'];

export interface SnowflakeFailure {
  readonly code: string;
  readonly message: string;
}

export interface SnowflakeServer {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Runs a statement as administrator; rows as raw texts. */
  exec(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** Statements that run now. */
  running(): readonly string[];
  /** Bodies of the statements asked for, newest last. */
  readonly statements: readonly StatementBody[];
  /** Bodies of the sign-ins. */
  readonly signIns: readonly Json[];
  /** Answers the next statement whose text matches with this failure. */
  failNext(text: RegExp, failure: SnowflakeFailure): void;
  /** Answers statements whose text matches with these rows, instead of fakesnow. */
  answer(text: RegExp, columns: readonly string[], rows: readonly (readonly (string | null)[])[]): void;
  /** A column that fakesnow keeps as a text is said to be of another type. */
  retype(table: string, column: string, rowType: Json, inCatalog: Readonly<Record<string, string>>): void;
  /** Cuts every open connection; parts of the results of now are gone, as after the time that Snowflake keeps them. */
  cut(): void;
  stop(): Promise<void>;
}

type Json = Readonly<Record<string, unknown>>;
type Row = readonly (string | null)[];

export interface StatementBody {
  readonly sqlText: string;
  readonly describeOnly?: boolean;
  readonly parameters?: Json;
  readonly bindings?: Readonly<Record<string, { readonly type: string; readonly value: string }>>;
}

interface Result {
  readonly success: boolean;
  readonly code?: string | null;
  readonly message?: string | null;
  readonly data:
    | (Record<string, unknown> & { rowset?: Row[]; rowtype?: Record<string, unknown>[]; queryId?: string })
    | null;
}

interface Statement {
  readonly id: string;
  readonly requestId: string;
  readonly sql: string;
  isRunning: boolean;
  abort(): void;
  parts: Row[][];
}

/** Statements with this in them never end by themselves. */
const ENDLESS = 'ROWCOUNT => 1000000000000';
const user = 'TESTED';
const password = "it's secret";
const database = 'SHOP';
const partRows = 20_000;

/** Finds fakesnow, or gets it once. Call it before tests so that no test waits for a download. */
export const ensureFakesnow = (): Promise<string> => ensurePythonPackages('snowflake', packages);

export async function startSnowflake(): Promise<SnowflakeServer> {
  const environment = await ensureFakesnow();
  const backPort = await freePort();
  const child = spawn(
    pythonOf(environment),
    [join(import.meta.dirname, 'snowflake-json-server.py'), String(backPort)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const back = `http://127.0.0.1:${backPort}`;
  await answering(child, `${back}/monitoring/queries/none`);
  const state = new StandIn(back);
  const server = createServer((request, response) => {
    state.handle(request, response).catch((thrown: unknown) => {
      if (!response.headersSent)
        send(response, { success: false, code: '300002', message: String(thrown), data: null }, 200);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  await state.signIn();
  return {
    port: address.port,
    user,
    password,
    database,
    statements: state.statements,
    signIns: state.signIns,
    exec: async (sql) => (await state.execute({ sqlText: sql })).data?.rowset ?? [],
    running: () => [...state.known.values()].filter(({ isRunning }) => isRunning).map(({ sql }) => sql),
    failNext: (text, failure) => void state.failures.push({ text, failure }),
    answer: (text, columns, rows) => void state.answers.unshift({ text, columns, rows }),
    retype: (table, column, rowType, inCatalog) => void state.retyped.push({ table, column, rowType, inCatalog }),
    cut() {
      for (const id of state.known.keys()) state.cut.add(id);
      server.closeAllConnections();
    },
    async stop() {
      for (const statement of state.known.values()) statement.abort();
      server.closeAllConnections();
      server.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

class StandIn {
  readonly statements: StatementBody[] = [];
  readonly signIns: Json[] = [];
  readonly failures: { text: RegExp; failure: SnowflakeFailure }[] = [];
  readonly answers: { text: RegExp; columns: readonly string[]; rows: readonly Row[] }[] = [
    { text: /^ALTER SESSION/, columns: ['status'], rows: [['Statement executed successfully.']] },
    { text: /INFORMATION_SCHEMA\.FUNCTIONS/, columns: ['FUNCTION_NAME'], rows: [] },
    { text: /^SHOW (?:UNIQUE|IMPORTED) KEYS/, columns: ['schema_name', 'table_name'], rows: [] },
    { text: /^SHOW GRANTS TO ROLE/, columns: ['privilege', 'granted_on'], rows: [['INSERT', 'TABLE']] },
    {
      text: /QUERY_HISTORY_BY_SESSION/,
      columns: [
        'WAREHOUSE_NAME',
        'EXECUTION_TIME',
        'QUEUED_OVERLOAD_TIME',
        'QUEUED_PROVISIONING_TIME',
        'QUEUED_REPAIR_TIME',
        'BYTES_SCANNED',
      ],
      rows: [['COMPUTE', '20', '3', '4', '0', '1048576']],
    },
    {
      text: /^SELECT CURRENT_VERSION\(\) AS VERSION,/,
      columns: ['VERSION', 'ROLE', 'WAREHOUSE', 'DB', 'SCHEMA_NAME'],
      rows: [['9.1.0', 'READER', 'COMPUTE', database, 'PUBLIC']],
    },
  ];
  readonly retyped: { table: string; column: string; rowType: Json; inCatalog: Readonly<Record<string, string>> }[] =
    [];
  readonly known = new Map<string, Statement>();
  readonly cut = new Set<string>();
  readonly #back: string;
  #token = '';
  #count = 0;
  #last: Promise<void> = Promise.resolve();
  readonly #remembered = new Map<string, Promise<Result>>();

  constructor(back: string) {
    this.#back = back;
  }

  async signIn(): Promise<void> {
    const answer = await fetch(`${this.#back}/session/v1/login-request?databaseName=${database}&schemaName=PUBLIC`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { SESSION_PARAMETERS: {} } }),
    });
    const { data } = (await answer.json()) as { data: { token: string } };
    this.#token = data.token;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const body = await jsonOf(request);
    if (url.pathname === '/session/v1/login-request') return this.#login(body, response);
    if (url.pathname === '/queries/v1/query-request') return this.#query(body as never, url, request, response);
    if (url.pathname.endsWith('/abort-request')) {
      const id = /^\/queries\/([^/]+)\/abort-request$/.exec(url.pathname)?.[1];
      const found = [...this.known.values()].find((one) => one.id === id || one.requestId === body.requestId);
      found?.abort();
      return send(response, { success: true, code: null, message: null, data: null });
    }
    const [, id = '', part] = /^\/parts\/([^/]+)\/(\d+)$/.exec(url.pathname) ?? [];
    const statement = this.known.get(id);
    if (part !== undefined && statement !== undefined) {
      if (this.cut.has(id)) return send(response, {}, 404);
      response.writeHead(200, { 'content-type': 'binary/octet-stream' });
      response.end(JSON.stringify(statement.parts[Number(part)] ?? []).slice(1, -1));
      return;
    }
    if (/^\/queries\/[^/]+\/result$/.test(url.pathname)) return void request.socket.destroy();
    send(response, { success: true, code: null, message: null, data: null });
  }

  #login(body: Json, response: ServerResponse): void {
    const data = (body.data ?? {}) as Record<string, unknown>;
    this.signIns.push(data);
    const isKnown =
      /JWT|TOKEN|OAUTH/.test(String(data.AUTHENTICATOR)) || (data.LOGIN_NAME === user && data.PASSWORD === password);
    if (!isKnown || data.TOKEN === 'expired') {
      const isToken = data.TOKEN === 'expired';
      const code = isToken ? '390318' : '390100';
      const message = isToken ? 'OAuth access token expired.' : 'Incorrect username or password was specified.';
      send(response, { success: false, code, message, data: null });
      return;
    }
    const token = `session-${++this.#count}`;
    send(response, {
      success: true,
      code: null,
      message: null,
      data: {
        token,
        masterToken: `master-${token}`,
        validityInSeconds: 3600,
        masterValidityInSeconds: 14_400,
        sessionId: this.#count,
        parameters: [{ name: 'AUTOCOMMIT', value: true }],
        sessionInfo: { databaseName: database, schemaName: 'PUBLIC', warehouseName: 'COMPUTE', roleName: 'READER' },
      },
    });
  }

  async #query(body: StatementBody, url: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!/^Snowflake Token="session-\d+"$/.test(request.headers.authorization ?? ''))
      return send(response, {
        success: false,
        code: '390104',
        message: 'User must login again to access the service.',
        data: null,
      });
    this.statements.push(body);
    const failing = this.failures.findIndex(({ text }) => text.test(body.sqlText));
    const failure = failing < 0 ? undefined : this.failures.splice(failing, 1)[0]?.failure;
    if (failure !== undefined) return send(response, { success: false, ...failure, data: { sqlState: '57014' } });
    const aborted = Promise.withResolvers<Result>();
    const id = crypto.randomUUID();
    const statement: Statement = {
      id,
      requestId: url.searchParams.get('requestId') ?? '',
      sql: body.sqlText,
      isRunning: true,
      parts: [],
      abort: () =>
        aborted.resolve({
          success: false,
          code: '000604',
          message: 'SQL execution canceled',
          data: { sqlState: '57014' },
        }),
    };
    this.known.set(id, statement);
    const isEndless = body.sqlText.includes(ENDLESS) && body.describeOnly !== true;
    const work = isEndless ? new Promise<Result>(() => {}) : this.#run(body);
    const result = await Promise.race([work, aborted.promise]);
    statement.isRunning = false;
    send(response, this.#inParts(result, statement, request.headers.host ?? ''));
  }

  /** The first rows stand in the answer, the rest in parts that are fetched one by one. */
  #inParts(result: Result, statement: Statement, host: string): Result {
    const { data } = result;
    if (!result.success || data === null) return result;
    const rows = data.rowset ?? [];
    const first = rows.slice(0, 500);
    for (let from = 500; from < rows.length; from += partRows) statement.parts.push(rows.slice(from, from + partRows));
    const chunks = statement.parts.map((part, index) => ({
      url: `http://${host}/parts/${statement.id}/${index}`,
      rowCount: part.length,
      uncompressedSize: part.length * 10,
      compressedSize: part.length * 10,
    }));
    return {
      ...result,
      data: {
        ...data,
        queryId: statement.id,
        rowset: first,
        returned: rows.length,
        total: rows.length,
        version: 1,
        ...(chunks.length === 0 ? {} : { chunks, chunkHeaders: {} }),
      },
    };
  }

  async #run(body: StatementBody): Promise<Result> {
    const known = this.answers.find(({ text }) => text.test(body.sqlText));
    if (known !== undefined) {
      const rowtype = known.columns.map((name) => ({ name, type: 'text', nullable: true }));
      return {
        success: true,
        data: { rowtype, rowset: known.rows.map((row) => [...row]), queryResultFormat: 'json', parameters: [] },
      };
    }
    try {
      return await this.execute(body);
    } catch (thrown) {
      const failure = thrown as { code?: string; message: string };
      return { success: false, code: failure.code ?? '001003', message: failure.message, data: { sqlState: '42000' } };
    }
  }

  /** As Snowflake does, it answers the same text over unchanged data from its memory. */
  async execute(body: StatementBody): Promise<Result> {
    const isQuery = /^SELECT/.test(body.sqlText) && body.describeOnly !== true && body.bindings === undefined;
    if (!isQuery) {
      if (body.describeOnly !== true) this.#remembered.clear();
      return this.#inTurn(body);
    }
    const work = this.#remembered.get(body.sqlText) ?? this.#inTurn(body);
    this.#remembered.set(body.sqlText, work);
    work.catch(() => this.#remembered.delete(body.sqlText));
    return work;
  }

  async #inTurn(body: StatementBody): Promise<Result> {
    const before = this.#last;
    const done = Promise.withResolvers<void>();
    this.#last = done.promise;
    await before;
    try {
      return await this.#forward(body);
    } finally {
      done.resolve();
    }
  }

  async #forward(body: StatementBody): Promise<Result> {
    const sqlText = body.sqlText
      .replaceAll(ENDLESS, 'ROWCOUNT => 3')
      .replace(/TO_VARCHAR\(([^()]+), 'TME'\)/g, 'CAST($1 AS VARCHAR)');
    const known = sqlText.includes('.INFORMATION_SCHEMA.COLUMNS')
      ? sqlText.replace('DATETIME_PRECISION', 'NULL AS DATETIME_PRECISION')
      : sqlText;
    // fakesnow renames the second of two columns of one name in a subquery, so it looks at what stands in it.
    const inner = body.describeOnly === true ? subquery.exec(known)?.[1] : undefined;
    const answer = await fetch(`${this.#back}/queries/v1/query-request`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Snowflake Token="${this.#token}"` },
      body: JSON.stringify({ ...body, sqlText: inner ?? known }),
    });
    const result = (await answer.json()) as Result;
    if (!result.success)
      throw inWordsOfSnowflake(result.code, result.message, inner ?? known, inner === undefined ? 0 : 1);
    if (inner !== undefined && result.data?.statementTypeId !== selectType) {
      const word = /\w+/.exec(inner)?.[0];
      throw Object.assign(
        new Error(`SQL compilation error:\nsyntax error line 2 at position 0 unexpected '${word}'.`),
        { code: '001003' },
      );
    }
    this.#retype(body.sqlText, result);
    return result;
  }

  #retype(sql: string, { data }: Result): void {
    const names = data?.rowtype?.map(({ name }) => String(name)) ?? [];
    for (const { table, column, rowType, inCatalog } of this.retyped) {
      if (/INFORMATION_SCHEMA\.COLUMNS/.test(sql)) {
        for (const row of (data?.rowset ?? []) as (string | null)[][]) {
          if (row[names.indexOf('TABLE_NAME')] !== table || row[names.indexOf('COLUMN_NAME')] !== column) continue;
          for (const [name, value] of Object.entries(inCatalog)) row[names.indexOf(name)] = value;
        }
      } else if (sql.includes(`"${table}"`)) {
        for (const one of data?.rowtype ?? []) if (one.name === column) Object.assign(one, rowType);
      }
    }
  }
}

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

async function jsonOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const blocks: Buffer[] = [];
  for await (const block of request) blocks.push(block as Buffer);
  const bytes = Buffer.concat(blocks);
  const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

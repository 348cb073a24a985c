/**
 * One signed-in connection of Snowflake's own client, shared by all sessions: Snowflake runs many statements of one connection at a time. It is opened
 * when it is first needed, given up when it has been idle, and opened again when the server has forgotten it. Rows are taken as the raw texts that the server
 * sends: the client's own conversion to JS numbers, dates and parsed JSON would change values.
 */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Column, Connection, ConnectionOptions, RowStatement } from 'snowflake-sdk';
import { JoineryError } from '../../errors.ts';
import type { ConnectorContext } from '../connector.ts';
import { raced, withinTime } from '../waiting.ts';
import type { SnowflakeOptions } from './config.ts';
import type { QueryText } from './dialect.ts';
import { limitPatience } from './patience.ts';

export interface AnswerColumn {
  readonly name: string;
  readonly type: string;
  readonly precision?: number;
  readonly scale?: number;
  readonly isNullable: boolean;
}

export interface Answer {
  readonly queryId: string;
  readonly columns: readonly AnswerColumn[];
  /**
   * Rows as arrays of raw texts and nulls, one at a time, with back-pressure on the download of the parts that follow. A row that did not come with as many values as there are columns holds
   * undefined.
   */
  rows(): Readable;
}

/** A statement on its way. */
export interface Running {
  readonly answer: Promise<Answer>;
  /** Asks the server to stop it. Never fails; settles when the server has taken it, or gives no answer. */
  cancel(): Promise<void>;
}

export interface Client {
  /** Signs in, if nobody has yet. */
  ready(signal: AbortSignal): Promise<void>;
  run(query: QueryText, options: { readonly describeOnly?: boolean }, signal: AbortSignal): Promise<Running>;
  close(): Promise<void>;
}

/** A connection that nobody uses for so long is given back. */
const idleMs = 10 * 60_000;

/** The server has forgotten the session: it expired, or was ended. */
const forgotten = new Set(['390104', '390110', '390111', '390112', '390114', '390195', '407002', '405503']);

export function createClient(options: SnowflakeOptions, context: ConnectorContext): Client {
  let opening: Promise<Connection> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let running = 0;

  function connection(): Promise<Connection> {
    if (opening === undefined) {
      const attempt = connect(options, context);
      opening = attempt;
      attempt.catch(() => {
        if (opening === attempt) opening = undefined;
      });
    }
    return opening;
  }

  async function giveUp(): Promise<void> {
    clearTimeout(idle);
    const held = opening;
    opening = undefined;
    const open = await held?.catch(() => undefined);
    if (open?.isUp() === true) await new Promise<void>((done) => open.destroy(() => done()));
  }

  function begin(): void {
    clearTimeout(idle);
    running += 1;
  }

  function end(): void {
    running -= 1;
    if (running > 0) return;
    idle = setTimeout(() => void giveUp(), idleMs);
    idle.unref();
  }

  async function start(query: QueryText, describeOnly: boolean, signal: AbortSignal): Promise<Running> {
    const open = await raced(connection(), signal);
    begin();
    const settled = Promise.withResolvers<Answer>();
    settled.promise.catch(() => {});
    const statement = open.execute({
      sqlText: query.sql,
      ...(query.binds.length === 0 ? {} : { binds: [...query.binds] }),
      describeOnly,
      streamResult: true,
      rowMode: 'array',
      parameters: statementParameters(options),
      complete: (error, done) => {
        end();
        if (error) settled.reject(error);
        else settled.resolve(answerOf(done as RowStatement));
      },
    });
    return {
      answer: settled.promise,
      cancel: () => new Promise<void>((done) => statement.cancel(() => done())),
    };
  }

  return {
    async ready(signal) {
      await raced(connection(), signal);
    },
    async run(query, { describeOnly = false }, signal) {
      const first = await start(query, describeOnly, signal);
      let latest = first;
      // A statement that never began is begun again on a new connection.
      const answer = first.answer.catch(async (thrown: unknown) => {
        if (signal.aborted || !forgotten.has(String((thrown as { code?: unknown }).code))) throw thrown;
        context.log.debug(`${context.id}: the session at Snowflake had ended; signed in again.`);
        opening = undefined;
        latest = await start(query, describeOnly, signal);
        return latest.answer;
      });
      answer.catch(() => {});
      return { answer, cancel: () => latest.cancel() };
    },
    close: giveUp,
  };
}

function statementParameters(options: SnowflakeOptions): Record<string, string | number> {
  return {
    MULTI_STATEMENT_COUNT: 1,
    QUERY_TAG: options.queryTag,
    ...(options.statementTimeoutMs === 0
      ? {}
      : { STATEMENT_TIMEOUT_IN_SECONDS: Math.max(1, Math.ceil(options.statementTimeoutMs / 1000)) }),
  };
}

/** What changes the meaning of a text or of its comparison, whatever account, user or session have set. */
const sessionSettings = [
  "TIMEZONE = 'UTC'",
  "DATE_INPUT_FORMAT = 'AUTO'",
  "TIME_INPUT_FORMAT = 'AUTO'",
  "TIMESTAMP_INPUT_FORMAT = 'AUTO'",
  'QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE',
  'ROWS_PER_RESULTSET = 0',
  'JSON_INDENT = 0',
].join(' ');

interface RawRow {
  readonly values: readonly unknown[];
}

/** A column as the client keeps it; this way in is not part of its interface, so it is pinned exactly and each test here would fail without it. */
type RawColumn = Column & { _getRowValue: (row: RawRow) => unknown };

function answerOf(statement: RowStatement): Answer {
  const columns = statement.getColumns() ?? [];
  for (const [index, column] of columns.entries()) {
    (column as RawColumn)._getRowValue = ({ values }) =>
      values.length === columns.length ? (values[index] ?? null) : undefined;
  }
  return {
    queryId: statement.getQueryId(),
    columns: columns.map((column) => ({
      name: column.getName(),
      type: column.getType(),
      precision: column.getPrecision(),
      scale: column.getScale(),
      isNullable: column.isNullable(),
    })),
    rows: () => statement.streamRows(),
  };
}

async function connect(options: SnowflakeOptions, context: ConnectorContext): Promise<Connection> {
  const signIn = await signInOptions(options, context);
  // It would ask the network in which cloud it runs.
  process.env.SNOWFLAKE_DISABLE_PLATFORM_DETECTION ??= 'true';
  process.env.SNOWFLAKE_DISABLE_MINICORE ??= 'true';
  process.env.SF_TELEMETRY_DISABLE_CONNECTION_SHAPE ??= 'true';
  const { default: snowflake } = await import('snowflake-sdk');
  snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false, keepAlive: true });
  limitPatience();
  const { host, port, protocol } = options;
  const connection = snowflake.createConnection({
    account: options.account,
    application: 'joinery',
    database: options.database,
    schema: options.schema,
    ...(options.user === undefined ? {} : { username: options.user }),
    ...(options.warehouse === undefined ? {} : { warehouse: options.warehouse }),
    ...(options.role === undefined ? {} : { role: options.role }),
    ...(host === undefined
      ? {}
      : {
          host,
          accessUrl: `${protocol}://${host}${port === undefined ? '' : `:${port}`}`,
          protocol,
          ...(port === undefined ? {} : { port }),
        }),
    sfRetryMaxLoginRetries: 1,
    rowMode: 'array',
    rowStreamHighWaterMark: 1000,
    clientSessionKeepAlive: false,
    validateDefaultParameters: false,
    ...signIn,
  } as ConnectionOptions);
  const open = async (): Promise<void> => {
    await new Promise<void>((done, fail) => {
      connection.connect((error) => (error === undefined || error === null ? done() : fail(error)));
    });
    await new Promise<void>((done, fail) => {
      connection.execute({
        sqlText: `ALTER SESSION SET ${sessionSettings}`,
        complete: (error) => (error ? fail(error) : done()),
      });
    });
  };
  const opening = open();
  try {
    // The client would try for minutes.
    await withinTime(opening, options.connectTimeoutMs, () => {
      throw Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' });
    });
  } catch (thrown) {
    // It may still come up later.
    const giveBack = () => (connection.isUp() ? connection.destroy(() => {}) : undefined);
    void opening.then(giveBack, giveBack);
    throw thrown;
  }
  return connection;
}

async function signInOptions(
  options: SnowflakeOptions,
  context: ConnectorContext,
): Promise<Partial<ConnectionOptions>> {
  if (options.token !== undefined) {
    const authenticator = options.tokenType === 'oauth' ? 'OAUTH' : 'PROGRAMMATIC_ACCESS_TOKEN';
    return { authenticator, token: options.token };
  }
  if (options.user === undefined) {
    throw new JoineryError('source_auth_failed', `"${context.id}" has no user to sign in as.`, {
      connection: context.id,
      hint: 'Set `user`; only a `token` needs none.',
    });
  }
  if (options.privateKey !== undefined) {
    return { authenticator: 'SNOWFLAKE_JWT', privateKey: await privateKey(options.privateKey, options, context) };
  }
  if (options.password !== undefined) return { password: options.password };
  throw new JoineryError('source_auth_failed', `"${context.id}" has nothing to sign in with.`, {
    connection: context.id,
    hint: 'Set `password`, `privateKey` or `token`.',
  });
}

async function privateKey(given: string, options: SnowflakeOptions, context: ConnectorContext): Promise<string> {
  try {
    const path = isAbsolute(given) ? given : resolve(context.baseDir, given);
    const key = given.includes('-----BEGIN') ? given : await readFile(path, 'utf8');
    const passphrase = options.privateKeyPassphrase;
    const parsed = createPrivateKey(passphrase === undefined ? { key } : { key, passphrase });
    return parsed.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (thrown) {
    throw new JoineryError('source_auth_failed', `The private key of "${context.id}" cannot be read.`, {
      connection: context.id,
      cause: thrown,
      hint: 'Check `privateKey` (PEM text or path) and `privateKeyPassphrase`.',
    });
  }
}

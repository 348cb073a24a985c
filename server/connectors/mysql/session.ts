/** One run's hold on the server: read-only transactions, each with the snapshot of its one query. */
import type { PoolConnection } from 'mysql2';
import { Cancelled, JoineryError } from '../../errors.ts';
import type { ColumnInfo, ConnectorContext, Dialect, FetchRequest, FetchStream, Session } from '../connector.ts';
import { answerPlan } from './answer.ts';
import { abortable, type Client, queryRows } from './client.ts';
import type { MysqlOptions } from './config.ts';
import { describeNative } from './describe.ts';
import { RefusedValue, RowEncoder } from './encode-rows.ts';
import { sourceError } from './errors.ts';
import { RowStream } from './row-stream.ts';

/** How long a killed query or a rollback may take to give its connection back before the connection is closed. */
const CLEAN_UP_MS = 900;

interface Surroundings {
  readonly client: Client;
  readonly dialect: Dialect;
  readonly options: MysqlOptions;
  readonly context: ConnectorContext;
  /** Called once when the session has given everything back. */
  readonly onClose: () => void;
}

export async function openSession(surroundings: Surroundings, signal: AbortSignal): Promise<Session> {
  const session = new MysqlSession(surroundings);
  try {
    await session.open(signal);
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

class MysqlSession implements Session {
  readAt = new Date();
  readonly #surroundings: Surroundings;
  readonly #idle: PoolConnection[] = [];
  readonly #running = new Map<RowStream, PoolConnection>();
  readonly #cleanups = new Set<Promise<void>>();
  readonly #proven = new Set<string>();
  #isClosed = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** One connection is taken at once, so that a server that cannot be reached is told now; a second fetch at a time takes a second one. */
  async open(signal: AbortSignal): Promise<void> {
    this.#idle.push(await this.#surroundings.client.acquire(signal));
    this.readAt = new Date();
  }

  async fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    const { dialect, options, context } = this.#surroundings;
    const isTable = request.kind === 'table';
    const sql = isTable ? dialect.selectSql(request) : request.sql;
    const scene = { isTableFetch: isTable, sql: isTable ? undefined : request.sql };
    // Describing proves it; whoever skipped that meets the proof here.
    if (!isTable && !this.#proven.has(sql)) await this.describe(sql, signal);
    const connection = await this.#take(signal);
    let columns: FetchStream['columns'] = [];
    const stream = new RowStream(connection, sql, {
      limit: request.limit,
      open: (fields, onChunk) => {
        const plan = answerPlan(request, fields, context.id);
        columns = plan.staged;
        return new RowEncoder(plan.encoded, { nullForZeroDates: options.zeroDates === 'null', onChunk });
      },
    });
    this.#running.set(stream, connection);
    const finish = () => this.#cleanUp(stream);
    try {
      await abortable(stream.opened, signal);
    } catch (error) {
      if (error instanceof Cancelled) void finish();
      else await finish();
      throw this.#asSourceError(error, scene);
    }
    const asError = (error: unknown) => (this.#isClosed ? new Cancelled() : this.#asSourceError(error, scene));
    return { kind: 'csv', sql, columns, bytes: bytesOf(stream, signal, finish, asError), rows: () => stream.rows };
  }

  async describe(sql: string, signal: AbortSignal): Promise<readonly ColumnInfo[]> {
    const connection = await this.#take(signal);
    try {
      const columns = await abortable(describeNative(connection, sql, this.#surroundings.context.id), signal);
      this.#proven.add(sql);
      this.#idle.push(connection);
      return columns;
    } catch (error) {
      const isUsable = error instanceof JoineryError;
      if (isUsable && !this.#isClosed) this.#idle.push(connection);
      else this.#surroundings.client.release(connection, false);
      throw this.#asSourceError(error, { sql });
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stream of this.#running.keys()) void this.#cleanUp(stream);
    await Promise.all(this.#cleanups);
    await Promise.all(this.#idle.splice(0).map((connection) => this.#giveBack(connection)));
    this.#surroundings.onClose();
  }

  async #giveBack(connection: PoolConnection): Promise<void> {
    const ended = await withinTime(
      queryRows(connection, 'ROLLBACK').then(
        () => true,
        () => false,
      ),
    );
    this.#surroundings.client.release(connection, ended);
  }

  /** An idle connection of this session, or a further one, in a snapshot of this moment. */
  async #take(signal: AbortSignal): Promise<PoolConnection> {
    if (signal.aborted) throw new Cancelled();
    if (this.#isClosed) throw new JoineryError('internal', 'The session is closed.');
    const { client } = this.#surroundings;
    const connection = this.#idle.pop() ?? (await client.acquire(signal));
    try {
      await abortable(startSnapshot(connection), signal);
    } catch (error) {
      client.release(connection, false);
      throw this.#asSourceError(error);
    }
    if (!this.#isClosed) return connection;
    client.release(connection, false);
    throw new Cancelled();
  }

  /** Takes the connection back after a stream: as it is if the query ended, else after killing the query. */
  #cleanUp(stream: RowStream): Promise<void> {
    const connection = this.#running.get(stream);
    if (connection === undefined) return Promise.resolve();
    this.#running.delete(stream);
    const work = this.#settle(stream, connection).then((isUsable) => {
      if (isUsable) this.#idle.push(connection);
      else this.#surroundings.client.release(connection, false);
    });
    this.#cleanups.add(work);
    return work.finally(() => this.#cleanups.delete(work));
  }

  async #settle(stream: RowStream, connection: PoolConnection): Promise<boolean> {
    if (stream.isFinished) return !stream.isLost;
    stream.discard();
    const { client, context } = this.#surroundings;
    const killed = client.killQuery(connection).then(
      () => true,
      (error: unknown) => {
        context.log.warn(`A query could not be stopped on the server, its connection is closed: ${String(error)}`);
        return false;
      },
    );
    return withinTime(
      Promise.all([killed, stream.finished]).then(
        // The kill may have come after the query's end: then it hits the probe and not the next fetch.
        async ([isKilled]) => isKilled && !stream.isLost && (await probe(connection)),
      ),
    );
  }

  #asSourceError(error: unknown, scene: { isTableFetch?: boolean; sql?: string | undefined } = {}): Error {
    const connection = this.#surroundings.context.id;
    if (error instanceof RefusedValue) return refusal(error, connection);
    return sourceError(error, { connection, ...scene });
  }
}

/** What `work` answers, or false if it takes too long. */
async function withinTime(work: Promise<boolean>): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => timeout.resolve(false), CLEAN_UP_MS);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends the transaction before, if there was one. */
async function startSnapshot(connection: PoolConnection): Promise<void> {
  await queryRows(connection, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
}

async function probe(connection: PoolConnection): Promise<boolean> {
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const isFine = await queryRows(connection, 'DO 0').then(
      () => true,
      () => false,
    );
    if (isFine) return true;
  }
  return false;
}

async function* bytesOf(
  stream: RowStream,
  signal: AbortSignal,
  finish: () => Promise<void>,
  asError: (error: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const chunk = await abortable(stream.next(), signal);
      if (chunk === undefined) return;
      yield chunk;
    }
  } catch (error) {
    throw asError(error);
  } finally {
    // Nobody waits for the end of a killed query; `close` of the session does.
    if (stream.isFinished) await finish();
    else void finish();
  }
}

function refusal(error: RefusedValue, connection: string): JoineryError {
  return error.reason === 'date'
    ? new JoineryError(
        'source_value',
        `Column "${error.column}" holds a date that no calendar has, such as 0000-00-00.`,
        {
          connection,
          hint: 'Set `zeroDates: null` on the connection to read such dates as NULL, or leave the column or those rows out.',
        },
      )
    : new JoineryError('source_value', `Column "${error.column}" holds a number of more than 38 digits.`, {
        connection,
        hint: 'Cast it to CHAR or to a smaller DECIMAL in the statement.',
      });
}

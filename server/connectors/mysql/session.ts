/** One run's hold on the server: read-only transactions, each with the snapshot of its one query. */
import type { PoolConnection } from 'mysql2';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { Cancelled, JoineryError } from '../../errors.ts';
import { type BoundText, bindText } from '../bound-text.ts';
import type {
  ByteStream,
  ColumnInfo,
  ConnectorContext,
  Dialect,
  FetchRequest,
  FetchStream,
  Session,
} from '../connector.ts';
import { mergeStreams } from '../merge-streams.ts';
import { withinTime } from '../waiting.ts';
import { answerPlan } from './answer.ts';
import { abortable, type Client, queryRows } from './client.ts';
import type { MysqlOptions } from './config.ts';
import { describeNative } from './describe.ts';
import { type Division, dividedList, divisible } from './divisible.ts';
import { RefusedValue, RowEncoder } from './encode-rows.ts';
import { sourceError } from './errors.ts';
import { packedColumns, RowPacker } from './pack-rows.ts';
import { parameterWriter } from './parameters.ts';
import { areUnchanged, divisionOf, keyStatements, serverTime, statementsOf } from './ranges.ts';
import { bytesOf, type Held, refusal, rowsReadSoFar, sentAs, statisticsOf } from './reading.ts';
import { RowStream } from './row-stream.ts';

/** How long a killed query or a rollback may take to give its connection back before the connection is closed. */
const CLEAN_UP_MS = 900;

interface Surroundings {
  readonly client: Client;
  readonly dialect: Dialect;
  readonly options: MysqlOptions;
  readonly context: ConnectorContext;
  /** Called once when the session has given everything back. */
  readonly onClose: (session: Session) => void;
}

interface Reading {
  readonly statements: readonly string[];
  readonly connections: readonly Held[];
  /** Where there are several statements. */
  readonly division?: Division | undefined;
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
  readonly #running = new Map<RowStream, Held>();
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
    const isNative = request.kind === 'native';
    const bound = isNative ? this.#bind(request.sql, request.parameters) : undefined;
    const sql = bound?.text ?? (request.kind === 'table' ? dialect.selectSql(request) : request.sql);
    const scene = { isTableFetch: !isNative, sql: isNative ? sql : undefined };
    // Describing proves it; whoever skipped that meets the proof here.
    if (bound !== undefined && !this.#proven.has(sql)) await this.#prove(bound, signal);
    const { statements, connections, division } = await this.#planReading(request, sql, signal);
    let columns: FetchStream['columns'] = [];
    let kind: ByteStream['kind'] = 'csv';
    const failed = (error: unknown) => {
      const told = this.#asSourceError(error, scene);
      return bound === undefined ? told : bound.restore(told);
    };
    const asError = (error: unknown) => (this.#isClosed ? new Cancelled() : failed(error));
    const start = (held: Held, text: string): RowStream => {
      const stream = new RowStream(held.connection, text, {
        limit: request.limit,
        open: (fields, onChunk) => {
          const plan = answerPlan(request, fields, context.id);
          columns = plan.staged;
          const sinkOptions = { nullForZeroDates: options.zeroDates === 'null', onChunk };
          const mayPack = request.kind !== 'native' && request.mayPack === true;
          const packed = mayPack ? packedColumns(plan.encoded, plan.staged) : undefined;
          kind = packed === undefined ? 'csv' : 'packed';
          return packed === undefined ? new RowEncoder(plan.encoded, sinkOptions) : new RowPacker(packed, sinkOptions);
        },
      });
      held.streams.push(stream);
      this.#running.set(stream, held);
      return stream;
    };
    const waiting = [...statements];
    /** The next range on the connection of one that has ended. */
    const follow = async (ended: RowStream): Promise<RowStream | undefined> => {
      const held = this.#running.get(ended);
      const text = waiting.shift();
      if (held === undefined || text === undefined) return undefined;
      this.#running.delete(ended);
      const stream = start(held, text);
      try {
        await stream.opened;
        return stream;
      } catch (error) {
        await this.#cleanUp(stream);
        throw error;
      }
    };
    const first = connections.map((held) => start(held, waiting.shift() ?? sql));
    const stop = new AbortController();
    const all = AbortSignal.any([signal, stop.signal]);
    try {
      await abortable(Promise.all(first.map((stream) => stream.opened)), signal);
    } catch (error) {
      const ends = first.map((stream) => this.#cleanUp(stream));
      if (!(error instanceof Cancelled)) await Promise.all(ends);
      throw failed(error);
    }
    const parts = first.map((stream) =>
      bytesOf(stream, all, { follow, finish: (last) => this.#cleanUp(last), asError }),
    );
    return {
      kind,
      sql,
      sentAs: sentAs(statements.length, connections.length, division),
      columns,
      isInParts: division?.isInParts ?? false,
      bytes: parts.length === 1 && parts[0] !== undefined ? parts[0] : mergeStreams(parts, () => stop.abort()),
      rows: () => connections.flatMap(({ streams }) => streams).reduce((rows, stream) => rows + stream.rows, 0),
      statistics: async () => statisticsOf(connections),
    };
  }

  /** Statements that together send what is asked for, and connections of one state of the data to read them on. */
  async #planReading(request: FetchRequest, sql: string, signal: AbortSignal): Promise<Reading> {
    const { client, options, dialect } = this.#surroundings;
    const mayDivide = options.rangeConnections > 1 ? divisible(request, options.rangeRows, dialect.block) : undefined;
    const list = dividedList(request, sql);
    const undivided = () => ({ statements: list === undefined ? [sql] : keyStatements(list, 1), division: list });
    if (mayDivide === undefined) {
      return { ...undivided(), connections: [{ connection: await this.#takeSnapshot(signal), streams: [] }] };
    }
    const connections = [await this.#take(signal)];
    try {
      const [first] = connections as [PoolConnection];
      const version = await client.version(first);
      const division = list ?? (await abortable(divisionOf(first, mayDivide, options.rangeRows, version), signal));
      const since = division === undefined ? '' : await serverTime(first);
      while (division !== undefined && connections.length < options.rangeConnections)
        connections.push(await this.#take(signal));
      await Promise.all(connections.map((connection) => this.#beginSnapshot(connection, signal)));
      const isOneState =
        division !== undefined && (await abortable(areUnchanged(first, mayDivide.tables, since), signal));
      const ranges = isOneState ? await abortable(statementsOf(first, division, options.rangeConnections), signal) : [];
      const isDivided = ranges.length > 1;
      const spare = connections.splice(isDivided ? Math.min(ranges.length, connections.length) : 1);
      await Promise.all(
        spare.map(async (connection) => this.#keep(connection, await inTime(succeeds(connection, 'ROLLBACK')))),
      );
      const held = await Promise.all(
        connections.map(async (connection) => ({
          connection,
          streams: [],
          readBefore: await rowsReadSoFar(connection),
        })),
      );
      if (this.#isClosed) throw new Cancelled();
      return { ...(isDivided ? { statements: ranges, division } : undivided()), connections: held };
    } catch (error) {
      for (const connection of connections) client.release(connection, false);
      throw this.#asSourceError(error, { isTableFetch: true });
    }
  }

  async describe(
    sql: string,
    signal: AbortSignal,
    parameters?: readonly StatementParameter[],
  ): Promise<readonly ColumnInfo[]> {
    return this.#prove(this.#bind(sql, parameters), signal);
  }

  #bind(sql: string, parameters: readonly StatementParameter[] | undefined): BoundText {
    return bindText(sql, parameters, parameterWriter, this.#surroundings.context.id);
  }

  async #prove(bound: BoundText, signal: AbortSignal): Promise<readonly ColumnInfo[]> {
    const connection = await this.#take(signal);
    try {
      const columns = await abortable(describeNative(connection, bound.text, this.#surroundings.context.id), signal);
      this.#proven.add(bound.text);
      this.#keep(connection, true);
      return columns;
    } catch (error) {
      this.#keep(connection, error instanceof JoineryError);
      throw bound.restore(this.#asSourceError(error, { sql: bound.text }));
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const stream of this.#running.keys()) void this.#cleanUp(stream);
    await Promise.all(this.#cleanups);
    for (const connection of this.#idle.splice(0)) this.#surroundings.client.release(connection, true);
    this.#surroundings.onClose(this);
  }

  /** An idle connection of this session, or a further one. Between fetches it is in no transaction, which would keep its tables from being altered. */
  async #take(signal: AbortSignal): Promise<PoolConnection> {
    if (signal.aborted) throw new Cancelled();
    if (this.#isClosed) throw new JoineryError('internal', 'The session is closed.');
    const connection = this.#idle.pop() ?? (await this.#surroundings.client.acquire(signal));
    if (!this.#isClosed) return connection;
    this.#surroundings.client.release(connection, true);
    throw new Cancelled();
  }

  async #takeSnapshot(signal: AbortSignal): Promise<PoolConnection> {
    const connection = await this.#take(signal);
    try {
      await this.#beginSnapshot(connection, signal);
      if (!this.#isClosed) return connection;
      throw new Cancelled();
    } catch (error) {
      this.#surroundings.client.release(connection, false);
      throw this.#asSourceError(error);
    }
  }

  async #beginSnapshot(connection: PoolConnection, signal: AbortSignal): Promise<void> {
    await abortable(queryRows(connection, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY'), signal);
  }

  #keep(connection: PoolConnection, isUsable: boolean): void {
    if (isUsable && !this.#isClosed) this.#idle.push(connection);
    else this.#surroundings.client.release(connection, isUsable);
  }

  /** Takes the connection back after a stream: as it is if the query ended, else after killing the query. */
  #cleanUp(stream: RowStream): Promise<void> {
    const held = this.#running.get(stream);
    if (held === undefined) return Promise.resolve();
    this.#running.delete(stream);
    const work = this.#settle(stream, held).then((isUsable) => this.#keep(held.connection, isUsable));
    this.#cleanups.add(work);
    return work.finally(() => this.#cleanups.delete(work));
  }

  async #settle(stream: RowStream, held: Held): Promise<boolean> {
    const { connection } = held;
    if (stream.isFinished) {
      if (stream.isLost) return false;
      const { readBefore } = held;
      const counting = readBefore === undefined ? undefined : rowsReadSoFar(connection);
      const isUsable = await inTime(succeeds(connection, 'ROLLBACK'));
      if (isUsable && readBefore !== undefined) held.rowsRead = ((await counting) ?? readBefore) - readBefore;
      return isUsable;
    }
    stream.discard();
    const { client, context } = this.#surroundings;
    const killed = client.killQuery(connection).then(
      () => true,
      (error: unknown) => {
        context.log.warn(`A query could not be stopped on the server, its connection is closed: ${String(error)}`);
        return false;
      },
    );
    return inTime(
      Promise.all([killed, stream.finished]).then(
        // The kill may have come after the query's end: then it hits the rollback and not the next fetch.
        async ([isKilled]) => isKilled && !stream.isLost && (await endKilled(connection)),
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
const inTime = (work: Promise<boolean>): Promise<boolean> => withinTime(work, CLEAN_UP_MS, () => false);

const succeeds = (connection: PoolConnection, sql: string): Promise<boolean> =>
  queryRows(connection, sql).then(
    () => true,
    () => false,
  );

const endKilled = async (connection: PoolConnection): Promise<boolean> =>
  (await succeeds(connection, 'ROLLBACK')) || (await succeeds(connection, 'ROLLBACK'));

/**
 * One run's hold on the server. An anchor connection opens a read-only transaction and exports its snapshot; every fetch has a connection
 * of its own which adopts that snapshot, so fetches never wait for each other and a fetch that fails or is stopped takes nothing with it.
 */
import type pg from 'pg';
import type { StatementParameter } from '../../../lib/contract/parameter.ts';
import { Cancelled } from '../../errors.ts';
import { type BoundText, bindText } from '../bound-text.ts';
import type { ConnectorContext, FetchRequest, FetchStream, Session, TableRequest } from '../connector.ts';
import { mergeStreams } from '../merge-streams.ts';
import { checkColumnTypes, columnTypesSql } from './column-types.ts';
import type { Packer } from './copy-binary.ts';
import { type ErrorPlace, sourceError } from './errors.ts';
import { ColumnPacker, columnsPlan } from './pack-columns.ts';
import { packedColumns, TuplePacker } from './pack-tuples.ts';
import { parameterWriter } from './parameters.ts';
import { nativeColumns, planNative, plannedRows, planTable } from './plan.ts';
import type { Lease, Pool } from './pool.ts';
import { proveSelect } from './prove-select.ts';
import { divisible, rangeStatements } from './ranges.ts';
import { giveBack, type Reading, startReading, sumOfStatistics } from './reading.ts';
import { tableCounts, tableCountsSql } from './table-counts.ts';

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export interface SessionOptions {
  /** Connections over which a large table is read. */
  readonly rangeConnections: number;
  /** Size of a table from which on that is done. */
  readonly rangeBytes: number;
  /** `compatible`: only what every system with PostgreSQL's protocol is likely to have. */
  readonly flavor: 'postgres' | 'compatible';
}

export async function openSession(
  pool: Pool,
  context: ConnectorContext,
  { rangeConnections, rangeBytes, flavor }: SessionOptions,
  signal: AbortSignal,
): Promise<Session> {
  const isPostgres = flavor === 'postgres';
  const { lease: anchor, snapshot } = await openAnchor(pool, context, signal, isPostgres);
  const readAt = new Date();
  const running = new Set<() => Promise<void>>();
  let isClosed = false;

  /** `question` is asked in the same message; its answer is in `answers`. */
  async function openTransaction(fetchSignal: AbortSignal, question?: string): Promise<Ready> {
    const join = snapshot === undefined ? begin : `${begin}; SET TRANSACTION SNAPSHOT '${snapshot}'`;
    const opening = question === undefined ? join : `${join}; ${question}`;
    return ready(pool, context, fetchSignal, opening, { mayExceed: true });
  }

  const bind = (sql: string, parameters: readonly StatementParameter[] | undefined): BoundText =>
    bindText(sql, parameters, parameterWriter, context.id);

  /** The one SELECT in the text; mistakes are shown in the text as the user wrote it. */
  async function prove(bound: BoundText): Promise<string> {
    try {
      return await proveSelect(bound.text, context.id);
    } catch (thrown) {
      throw bound.restore(thrown);
    }
  }

  async function fetch(request: FetchRequest, fetchSignal: AbortSignal): Promise<FetchStream> {
    if (isClosed || fetchSignal.aborted) throw new Cancelled();
    const bound = request.kind === 'native' ? bind(request.sql, request.parameters) : undefined;
    const proven = bound && (await prove(bound));
    const countsSql = request.kind === 'table' && isPostgres ? tableCountsSql(request.table) : undefined;
    const opened = [await openTransaction(fetchSignal, countsSql)];
    const place: ErrorPlace = {
      connection: context.id,
      during: request.kind === 'native' ? 'statement' : 'table',
      text: bound?.text,
    };
    const failed = (thrown: unknown) => {
      const error = failure(thrown, fetchSignal, place);
      return bound === undefined ? error : bound.restore(error);
    };
    const readings: Reading[] = [];
    /** Ends what runs, on all connections of this fetch. */
    const end = async () => {
      fetchSignal.removeEventListener('abort', stop);
      running.delete(end);
      const unused = opened.slice(readings.length).map(({ lease }) => lease.discard());
      await Promise.all([...readings.map((reading) => reading.end()), ...unused]);
    };
    const stop = () => void end();
    fetchSignal.addEventListener('abort', stop, { once: true });
    running.add(end);
    // Once ended from outside, what the dropped connection reports means nothing.
    const toError = (thrown: unknown, hasEnded: boolean) => (hasEnded ? new Cancelled() : failed(thrown));
    try {
      const [{ lease: first }] = opened as [Ready];
      const { client } = first;
      const plan =
        request.kind === 'table'
          ? planTable(request)
          : request.kind === 'block'
            ? request
            : planNative(proven ?? '', await nativeColumns(client, bound?.text ?? '', context.id), request.limit);
      const packed = request.kind === 'table' && isPostgres ? packing(request) : undefined;
      const columns = packed && columnsPlan(packed);
      const { statements, isInParts, areWithin } = await splitting(request, plan.sql, client, columns?.mostPages);
      const together = areWithin ? columns : undefined;
      const packer =
        packed &&
        ((onBatch: (batch: Uint8Array) => void): Packer =>
          together === undefined
            ? new TuplePacker(packed, context.id, onBatch)
            : new ColumnPacker(packed, context.id, onBatch));
      while (opened.length < Math.min(statements.length, rangeConnections)) {
        opened.push(await openTransaction(fetchSignal, countsSql));
      }
      const waiting = together === undefined ? [...statements] : statements.map(together.sql);
      const wholeRows = opened.length > 1;
      const typesSql = request.kind === 'table' && isPostgres ? columnTypesSql(request) : undefined;
      const lastSql = [countsSql, typesSql].filter((sql) => sql !== undefined).join('; ') || undefined;
      const check =
        request.kind === 'table' ? (told: unknown) => checkColumnTypes(request, told, context.id) : undefined;
      for (const { lease, answers } of opened) {
        const before = countsSql === undefined ? undefined : tableCounts(answers);
        const options = {
          lease,
          context,
          next: () => waiting.shift(),
          wholeRows,
          hasCopy: isPostgres,
          packer,
          before,
          lastSql,
          check,
          toError,
        };
        readings.push(startReading(waiting.shift() ?? plan.sql, options));
      }
      const parts = readings.map(({ bytes }) => bytes);
      const more = isInParts
        ? ', groups in parts are put together here'
        : together === undefined
          ? ''
          : ', all values of a column together';
      return {
        kind: packed === undefined ? 'csv' : 'packed',
        sql: plan.sql,
        sentAs: wholeRows
          ? `as ${statements.length} ranges of pages over ${opened.length} connections${more}`
          : undefined,
        columns: packed?.map(({ column: { name, type } }) => ({ name, stagedType: type, type })) ?? plan.columns,
        isInParts,
        bytes: closing(parts.length === 1 && parts[0] !== undefined ? parts[0] : mergeStreams(parts, stop), end),
        rows: () => sumOf(readings.map((reading) => reading.rows())),
        statistics: async () => sumOfStatistics(readings.map((reading) => reading.statistics())),
      };
    } catch (thrown) {
      await end();
      throw failed(thrown);
    }
  }

  /** A large table goes by ranges where several connections see one snapshot. */
  async function splitting(request: FetchRequest, sql: string, client: pg.Client, mostPages: number | undefined) {
    const isPossible = snapshot !== undefined && rangeConnections > 1;
    const mayDivide = isPossible ? divisible(request, rangeBytes) : undefined;
    const ranges =
      mayDivide === undefined ? undefined : await rangeStatements(client, mayDivide, rangeConnections, mostPages);
    return ranges !== undefined && ranges.statements.length > 1
      ? { ...ranges, isInParts: mayDivide?.isInParts ?? false }
      : { statements: [sql], isInParts: false, areWithin: false };
  }

  /** One question about a statement that is proven but does not run. */
  async function ask<Answer>(
    bound: BoundText,
    askSignal: AbortSignal,
    question: (client: pg.Client) => Promise<Answer>,
  ): Promise<Answer> {
    await prove(bound);
    const { lease } = await openTransaction(askSignal);
    const stop = () => void lease.discard();
    askSignal.addEventListener('abort', stop, { once: true });
    try {
      return await question(lease.client);
    } catch (thrown) {
      const place: ErrorPlace = { connection: context.id, during: 'statement', text: bound.text };
      throw bound.restore(failure(thrown, askSignal, place));
    } finally {
      askSignal.removeEventListener('abort', stop);
      await giveBack(lease, context);
    }
  }

  return {
    readAt,
    fetch,
    async describe(sql, describeSignal, parameters) {
      const bound = bind(sql, parameters);
      return ask(bound, describeSignal, (client) => nativeColumns(client, bound.text, context.id));
    },
    async expectedRows(sql, askSignal, parameters) {
      if (!isPostgres) return undefined;
      const bound = bind(sql, parameters);
      return ask(bound, askSignal, (client) => plannedRows(client, bound.text)).catch((thrown: unknown) => {
        if (askSignal.aborted) throw thrown;
        context.log.debug(`${context.id}: the server's estimate of a native statement is not known: ${String(thrown)}`);
        return undefined;
      });
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await Promise.all([...running].map((end) => end()));
      await giveBack(anchor, context);
    },
  };
}

/** One question to the server, in a read-only transaction of its own; an abort ends it there too. */
export async function withReadOnly<Answer>(
  pool: Pool,
  context: ConnectorContext,
  signal: AbortSignal,
  question: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const { lease } = await ready(pool, context, signal, begin, {});
  const stop = () => void lease.discard();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await question(lease.client);
  } finally {
    signal.removeEventListener('abort', stop);
    await giveBack(lease, context);
  }
}

function failure(thrown: unknown, signal: AbortSignal, place: ErrorPlace): Error {
  return signal.aborted ? new Cancelled() : sourceError(thrown, place);
}

/** `end` runs when `bytes` have ended in any way. */
async function* closing(bytes: AsyncIterable<Uint8Array>, end: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } finally {
    await end();
  }
}

/** Undefined where the rows are to come as CSV. */
const packing = ({ mayPack = false, columns }: TableRequest) =>
  mayPack && columns.length > 0 ? packedColumns(columns) : undefined;

const sumOf = (counts: readonly (number | undefined)[]): number | undefined =>
  counts.reduce<number | undefined>(
    (sum, count) => (sum === undefined || count === undefined ? undefined : sum + count),
    0,
  );

interface Ready {
  readonly lease: Lease;
  /** Of the statements that opened it. */
  readonly answers: unknown;
}

interface Opening {
  readonly mayExceed?: boolean;
  readonly fresh?: boolean;
  /** What is run instead where the server refuses `opening`. */
  readonly orElse?: string;
}

/** A connection on which `opening` has run; one that lay idle and turns out dead is replaced once. */
async function ready(
  pool: Pool,
  context: ConnectorContext,
  signal: AbortSignal,
  opening: string,
  options: Opening,
): Promise<Ready> {
  const lease = await pool.acquire(signal, options);
  const stop = () => void lease.discard();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const ask = (sql: string): Promise<unknown> => lease.client.query(sql);
  try {
    const answers = await ask(opening).catch((thrown: unknown) => {
      if (options.orElse === undefined || lease.broken || signal.aborted) throw thrown;
      return ask(options.orElse);
    });
    return { lease, answers };
  } catch (thrown) {
    const hasGone = lease.isReused && !signal.aborted;
    await lease.discard();
    if (hasGone) return await ready(pool, context, signal, opening, { ...options, fresh: true });
    throw failure(thrown, signal, { connection: context.id, during: 'catalog' });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** What opens a transaction and exports its snapshot, in one message. */
const beginAndExport = `${begin}; SELECT pg_catalog.pg_export_snapshot() AS id`;

async function openAnchor(pool: Pool, context: ConnectorContext, signal: AbortSignal, hasSnapshots: boolean) {
  if (!hasSnapshots) return { lease: (await ready(pool, context, signal, begin, {})).lease, snapshot: undefined };
  const { lease, answers } = await ready(pool, context, signal, beginAndExport, { orElse: `ROLLBACK; ${begin}` });
  const [, exported] = answers as readonly { readonly rows: readonly { readonly id: string }[] }[];
  const snapshot = exported?.rows[0]?.id;
  if (snapshot === undefined) {
    context.log.warn(
      `${context.id}: the server lets this account share no snapshot; each table of a run is read as it is when its own fetch begins.`,
    );
  }
  return { lease, snapshot };
}

/**
 * One run's hold on the server. An anchor connection opens a read-only transaction and exports its snapshot; every fetch has a connection
 * of its own which adopts that snapshot, so fetches never wait for each other and a fetch that fails or is stopped takes nothing with it.
 */
import type pg from 'pg';
import { Cancelled } from '../../errors.ts';
import type { ConnectorContext, FetchRequest, FetchStream, Session } from '../connector.ts';
import { CopyOut } from './copy-out.ts';
import { type ErrorPlace, sourceError } from './errors.ts';
import { nativeColumns, planNative, planTable } from './plan.ts';
import type { Lease, Pool } from './pool.ts';
import { proveSelect } from './prove-select.ts';

const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export async function openSession(pool: Pool, context: ConnectorContext, signal: AbortSignal): Promise<Session> {
  const { lease: anchor, snapshot } = await openAnchor(pool, context, signal);
  const readAt = new Date();
  const running = new Set<() => Promise<void>>();
  let isClosed = false;

  async function openTransaction(fetchSignal: AbortSignal): Promise<Lease> {
    const join = snapshot === undefined ? begin : `${begin}; SET TRANSACTION SNAPSHOT '${snapshot}'`;
    return ready(pool, context, fetchSignal, join, { mayExceed: true });
  }

  async function fetch(request: FetchRequest, fetchSignal: AbortSignal): Promise<FetchStream> {
    if (isClosed || fetchSignal.aborted) throw new Cancelled();
    const proven = request.kind === 'native' ? await proveSelect(request.sql, context.id) : undefined;
    const lease = await openTransaction(fetchSignal);
    const place: ErrorPlace = {
      connection: context.id,
      during: request.kind === 'native' ? 'statement' : 'table',
      text: request.kind === 'native' ? request.sql : undefined,
    };
    let ending: Promise<void> | undefined;
    let copy: CopyOut | undefined;
    /** Gives the connection back if the fetch came to its end by itself, else stops it at the server. */
    const end = () => {
      ending ??= (async () => {
        fetchSignal.removeEventListener('abort', stop);
        running.delete(end);
        if (copy?.rows !== undefined && copy.isFinished && !lease.broken) return giveBack(lease, context);
        copy?.abort(new Cancelled());
        return lease.discard();
      })();
      return ending;
    };
    const stop = () => void end();
    fetchSignal.addEventListener('abort', stop, { once: true });
    running.add(end);
    try {
      const plan =
        request.kind === 'table'
          ? planTable(request)
          : request.kind === 'block'
            ? request
            : planNative(proven ?? '', await nativeColumns(lease.client, request.sql, context.id), request.limit);
      const started = CopyOut.start(lease.client, `COPY (\n${plan.sql}\n) TO STDOUT (FORMAT csv)`);
      copy = started;
      return {
        kind: 'csv',
        sql: plan.sql,
        columns: plan.columns,
        // Once ended from outside, what the dropped connection reports means nothing.
        bytes: readAll(started, end, (thrown) => (ending ? new Cancelled() : failure(thrown, fetchSignal, place))),
        rows: () => started.rows,
      };
    } catch (thrown) {
      await end();
      throw failure(thrown, fetchSignal, place);
    }
  }

  return {
    readAt,
    fetch,
    async describe(sql, describeSignal) {
      await proveSelect(sql, context.id);
      const lease = await openTransaction(describeSignal);
      const stop = () => void lease.discard();
      describeSignal.addEventListener('abort', stop, { once: true });
      try {
        return await nativeColumns(lease.client, sql, context.id);
      } catch (thrown) {
        throw failure(thrown, describeSignal, { connection: context.id, during: 'statement', text: sql });
      } finally {
        describeSignal.removeEventListener('abort', stop);
        await giveBack(lease, context);
      }
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
  const lease = await ready(pool, context, signal, begin, {});
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

async function* readAll(copy: CopyOut, end: () => Promise<void>, toError: (thrown: unknown) => Error) {
  try {
    for (let block = await copy.next(); block !== undefined; block = await copy.next()) yield block;
  } catch (thrown) {
    throw toError(thrown);
  } finally {
    await end();
  }
}

/** A connection on which `opening` has run; one that lay idle and turns out dead is replaced once. */
async function ready(
  pool: Pool,
  context: ConnectorContext,
  signal: AbortSignal,
  opening: string,
  options: { readonly mayExceed?: boolean; readonly fresh?: boolean },
): Promise<Lease> {
  const lease = await pool.acquire(signal, options);
  const stop = () => void lease.discard();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await lease.client.query(opening);
    return lease;
  } catch (thrown) {
    const hasGone = lease.isReused && !signal.aborted;
    await lease.discard();
    if (hasGone) return await ready(pool, context, signal, opening, { ...options, fresh: true });
    throw failure(thrown, signal, { connection: context.id, during: 'catalog' });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function openAnchor(pool: Pool, context: ConnectorContext, signal: AbortSignal) {
  const lease = await ready(pool, context, signal, begin, {});
  try {
    const answer = await lease.client.query<{ id: string }>('SELECT pg_catalog.pg_export_snapshot() AS id');
    return { lease, snapshot: answer.rows[0]?.id };
  } catch (thrown) {
    if (lease.broken || signal.aborted) {
      await lease.discard();
      throw failure(thrown, signal, { connection: context.id, during: 'catalog' });
    }
    context.log.warn(
      `${context.id}: the server lets this account share no snapshot; each table of a run is read as it is when its own fetch begins.`,
    );
    return { lease, snapshot: undefined };
  }
}

async function giveBack(lease: Lease, context: ConnectorContext): Promise<void> {
  try {
    if (!lease.broken) await lease.client.query('ROLLBACK');
    lease.release();
  } catch (thrown) {
    context.log.debug(`${context.id}: a connection could not be given back: ${String(thrown)}`);
    await lease.discard();
  }
}

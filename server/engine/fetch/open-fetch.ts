import type { ByteStream, FetchStream } from '../../connectors/connector.ts';
import { JoineryError, toJoineryError } from '../../errors.ts';
import { quoteIdentifier } from '../duckdb.ts';
import type { StoredResult } from '../engine.ts';
import type { FetchPlan } from '../reduce/plan-fetches.ts';
import type { Sessions } from '../sessions.ts';
import { writeFifo } from './fifo.ts';
import type { LedgerEntry } from './ledger.ts';
import { type ReadAhead, readAhead } from './read-ahead.ts';
import { recordGuard } from './record-guard.ts';

/** A fetch under way: its stream is open at the source, its bytes are being read ahead. */
export interface OpenFetch {
  readonly plan: FetchPlan;
  readonly stream: FetchStream;
  readonly entry: LedgerEntry;
  /** Of a stream of bytes, counted into the ledger. */
  readonly bytes: ReadAhead | undefined;
}

/** `shownSql` stands in the ledger instead of the text sent, where that holds thousands of keys. */
export async function openFetch(
  plan: FetchPlan,
  entry: LedgerEntry,
  sessions: Sessions,
  storedResult: (name: string) => Promise<StoredResult>,
  signal: AbortSignal,
  { mayPack, shownSql }: { readonly mayPack: boolean; readonly shownSql?: string | undefined },
): Promise<OpenFetch> {
  entry.wait();
  if (plan.request === undefined) {
    const stream = storedResultStream(await storedResult(plan.relationName), plan.needs.scan);
    entry.start(stream.sql, new Date());
    entry.readInPlace();
    return { plan, stream, entry, bytes: undefined };
  }
  try {
    const session = await sessions.get(plan.connection);
    const request = plan.request.kind === 'native' ? plan.request : { ...plan.request, mayPack };
    const stream = await session.fetch(request, signal);
    const sentAs = stream.kind !== 'relation' && stream.sentAs !== undefined ? `\n-- sent ${stream.sentAs}` : '';
    entry.start(`${shownSql ?? stream.sql}${sentAs}`, session.readAt);
    if (stream.kind === 'relation') entry.readInPlace();
    return {
      plan,
      stream,
      entry,
      bytes: stream.kind === 'relation' ? undefined : readAhead(counted(stream, entry, plan.connection), entry),
    };
  } catch (thrown) {
    entry.end(signal.aborted ? 'cancelled' : 'failed');
    throw thrown;
  }
}

/** Reason of an abort that is none: the statement has its answer and needs no more of the stream. */
export const ENOUGH: unique symbol = Symbol('enough');

/** Feeds an open fetch into its pipe. Rejects with the source's error; a reader that stops early is no error. */
export async function feedPipe(fetch: OpenFetch, path: string, signal: AbortSignal): Promise<void> {
  if (fetch.bytes === undefined || fetch.stream.kind !== 'csv') return;
  try {
    const end = await writeFifo(path, fetch.bytes, signal);
    fetch.entry.end('done', { rows: fetch.stream.rows(), capped: end === 'closed' });
  } catch (thrown) {
    if (signal.aborted && signal.reason === ENOUGH) {
      fetch.entry.end('done', { rows: fetch.stream.rows(), capped: true });
      return;
    }
    fetch.entry.end(signal.aborted ? 'cancelled' : 'failed');
    if (signal.aborted) return;
    throw thrown instanceof JoineryError ? thrown : toJoineryError(thrown);
  }
}

async function* counted(stream: ByteStream, entry: LedgerEntry, connection: string): AsyncGenerator<Uint8Array> {
  const guard = stream.kind === 'csv' ? recordGuard(connection) : undefined;
  for await (const chunk of stream.bytes) {
    guard?.(chunk);
    entry.addBytes(chunk.byteLength);
    entry.progress(stream.rows());
    yield chunk;
  }
}

function storedResultStream(stored: StoredResult, scan: string): FetchStream {
  const columns = stored.columns.map((column, index) => ({
    name: `c${index}`,
    stagedType: column.type,
    type: column.type,
  }));
  const name = `stored ${scan}`;
  return {
    kind: 'relation',
    sql: 'stored result',
    columns,
    relation: `${quoteIdentifier(name)}.main.result`,
    paths: [stored.path],
    attach: { name, path: stored.path },
  };
}

/**
 * The Storage Read API of BigQuery for tests: a gRPC server of our own that gives the answers of jobs as read sessions with streams, in the form of the
 * public reference: tokens, routing headers, offsets, blocks of Arrow, and failures on request.
 */
import { once } from 'node:events';
import { status } from '@grpc/grpc-js';
import type { ReadSession, ReadSessionRequest } from '../../server/connectors/bigquery/storage/protocol.ts';
import { arrowBlock, arrowSchema, type RestField, type RestRow } from './bigquery-arrow.ts';
import { type RowsCall, serveStorage } from './storage-service.ts';

export interface StoredAnswer {
  readonly fields: readonly RestField[];
  readonly rows: readonly RestRow[];
}

export interface StorageFailure {
  readonly status: keyof typeof status;
  readonly message: string;
  /** Blocks of a stream that are sent before it. */
  readonly afterBlocks?: number;
  /** Says nothing more instead of failing. */
  readonly hangs?: boolean;
  /** Leaves the last row of the block before it out. */
  readonly losesRow?: boolean;
}

export interface StorageServer {
  readonly url: string;
  /** Sessions asked for, newest last. */
  readonly sessions: readonly ReadSessionRequest[];
  /** First rows of the calls for rows, in their order. */
  readonly offsets: readonly string[];
  /** Blocks written so far. */
  blocks(): number;
  /** Calls for rows that are open. */
  open(): number;
  failNext(method: 'CreateReadSession' | 'ReadRows', ...failures: readonly StorageFailure[]): void;
  stop(): void;
}

const BLOCK_ROWS = 500;
/** Fewer rows come in one stream, whatever was asked for. */
const SPLIT_ROWS = 2000;

export async function startBigqueryStorage(
  token: string,
  answerOf: (table: string) => Promise<StoredAnswer>,
): Promise<StorageServer> {
  const sessions: ReadSessionRequest[] = [];
  const offsets: string[] = [];
  const streams = new Map<string, StoredAnswer>();
  const failures: { method: string; failure: StorageFailure }[] = [];
  const counts = { blocks: 0, open: 0 };

  const nextFailure = (method: string): StorageFailure | undefined => {
    const index = failures.findIndex((one) => one.method === method);
    return index < 0 ? undefined : failures.splice(index, 1)[0]?.failure;
  };
  const inForm = ({ status: name, message }: StorageFailure) => ({ code: status[name], details: message });
  const refusal = (metadata: { get(key: string): unknown[] }): StorageFailure | undefined => {
    if (metadata.get('authorization')[0] !== `Bearer ${token}`)
      return { status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.' };
    if (!/^read_(?:session\.table|stream)=projects%2F/.test(String(metadata.get('x-goog-request-params')[0])))
      return { status: 'INVALID_ARGUMENT', message: 'The routing header is missing.' };
    return undefined;
  };

  async function createSession(request: ReadSessionRequest): Promise<ReadSession> {
    sessions.push(request);
    const answer = await answerOf(request.readSession.table.split('/').at(-1) ?? '');
    const name = `${request.parent}/locations/us/sessions/${sessions.length}`;
    const parts = answer.rows.length < SPLIT_ROWS ? Math.min(1, answer.rows.length) : request.maxStreamCount;
    const size = Math.ceil(answer.rows.length / Math.max(1, parts));
    const names = Array.from({ length: parts }, (_, part) => {
      const stream = `${name}/streams/${part}`;
      streams.set(stream, { fields: answer.fields, rows: answer.rows.slice(part * size, (part + 1) * size) });
      return { name: stream };
    });
    return { name, arrowSchema: { serializedSchema: arrowSchema(answer.fields) }, streams: names };
  }

  async function readRows(call: RowsCall): Promise<void> {
    const { readStream, offset } = call.request;
    offsets.push(offset);
    const stream = streams.get(readStream);
    const failure = refusal(call.metadata) ?? nextFailure('ReadRows');
    if (stream === undefined) return void call.emit('error', { code: status.NOT_FOUND, details: 'No such stream.' });
    let sent = 0;
    for (let row = Number(offset); row < stream.rows.length && !call.cancelled; row += BLOCK_ROWS, sent += 1) {
      const isNext = failure !== undefined && sent === (failure.afterBlocks ?? 0);
      if (isNext && failure.hangs === true) return;
      if (isNext && failure.losesRow !== true) return void call.emit('error', inForm(failure));
      const rows = stream.rows.slice(row, row + BLOCK_ROWS - (isNext ? 1 : 0));
      const block = {
        arrowRecordBatch: { serializedRecordBatch: arrowBlock(stream.fields, rows) },
        rowCount: String(rows.length),
      };
      counts.blocks += 1;
      if (!call.write(block)) await Promise.race([once(call, 'drain'), once(call, 'cancelled')]);
    }
    call.end();
  }

  const { port, stop } = await serveStorage({
    createReadSession(call, done) {
      const failure = refusal(call.metadata) ?? nextFailure('CreateReadSession');
      if (failure?.hangs === true) return;
      if (failure !== undefined) return done(inForm(failure));
      createSession(call.request).then(
        (session) => done(null, session),
        (thrown: unknown) => done({ code: status.INTERNAL, details: String(thrown) }),
      );
    },
    readRows(call) {
      counts.open += 1;
      let isOpen = true;
      const close = () => {
        if (isOpen) counts.open -= 1;
        isOpen = false;
      };
      call.once('cancelled', close);
      call.once('finish', close);
      call.once('error', close);
      void readRows(call);
    },
  });
  return {
    url: `http://127.0.0.1:${port}`,
    sessions,
    offsets,
    blocks: () => counts.blocks,
    open: () => counts.open,
    failNext: (method, ...more) => void failures.push(...more.map((failure) => ({ method, failure }))),
    stop,
  };
}

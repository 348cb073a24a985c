/**
 * Large answers of a connection through the Storage Read API. Whatever stands against it before the first row (no right, no way through the network, a
 * form that nobody expected) is said once, and the answer comes through the REST API instead; afterwards a stream that breaks goes on behind its last row.
 */
import { Cancelled, JoineryError } from '../../../errors.ts';
import type { ConnectorContext } from '../../connector.ts';
import { mergeStreams } from '../../merge-streams.ts';
import { pause } from '../../waiting.ts';
import type { DecodedColumn } from '../answer.ts';
import type { BigqueryOptions } from '../config.ts';
import type { Page, RunningJob } from '../jobs.ts';
import { type BlockDecoder, blockDecoder } from './block-rows.ts';
import { comesInArrow } from './column-data.ts';
import { type Authorization, isTransient, openReadApi, type ReadApi, ReadApiError } from './read-api.ts';
import { streamBlocks } from './stream-rows.ts';

/** Streams read at once where no order has to be kept. */
const maxStreams = 2;
/** How long a session may take to be made before the REST API is taken. */
const sessionTimeoutMs = 10_000;
/** A connection that was refused is not tried again for so long. */
const refusalLastsMs = 10 * 60_000;

export interface LargeAnswer {
  readonly job: RunningJob;
  readonly first: Page;
  readonly columns: readonly DecodedColumn[];
  /** Whether rows must arrive in the order of the statement. */
  readonly isOrdered: boolean;
  readonly limit: number | undefined;
  readonly state: { rows: number; isEnded: boolean };
  readonly signal: AbortSignal;
}

export interface LargeResults {
  /** The answer's rows with the first of them at hand; undefined where the REST API is the way. */
  open(answer: LargeAnswer): Promise<AsyncIterable<Uint8Array> | undefined>;
  close(): void;
}

export function createLargeResults(
  options: BigqueryOptions,
  context: ConnectorContext,
  authorization: Authorization,
): LargeResults {
  const endpoint = options.storageApi === 'off' ? undefined : storageEndpoint(options);
  let api: Promise<ReadApi> | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;

  async function session(readApi: ReadApi, answer: LargeAnswer) {
    const { projectId, datasetId, tableId } = await answer.job.destination(answer.signal);
    const request = {
      parent: `projects/${options.projectId}`,
      readSession: {
        table: `projects/${projectId}/datasets/${datasetId}/tables/${tableId}`,
        dataFormat: 'ARROW',
        traceId: `joinery:${answer.job.id}`,
      },
      maxStreamCount: answer.isOrdered ? 1 : maxStreams,
    } as const;
    const ask = () => readApi.createSession(request, sessionTimeoutMs, answer.signal);
    return ask().catch(async (thrown: unknown) => {
      if (answer.signal.aborted || !isTransient(thrown)) throw thrown;
      await pause(200, answer.signal);
      return ask();
    });
  }

  async function begin(endpointUsed: string, answer: LargeAnswer): Promise<AsyncIterable<Uint8Array>> {
    const { columns, limit, state, first } = answer;
    api ??= openReadApi(endpointUsed, authorization, options.requestTimeoutMs);
    const readApi = await api;
    const { arrowSchema, streams } = await session(readApi, answer);
    if (streams.length > 1 && answer.isOrdered) throw new ReadApiError('FAILED_PRECONDITION', 'More than one stream.');
    const decode = await blockDecoder(arrowSchema?.serializedSchema ?? Buffer.alloc(0), columns, context.id);
    const ending = new AbortController();
    const signal = AbortSignal.any([answer.signal, ending.signal]);
    const chunks = mergeStreams(
      streams.map(({ name }) =>
        streamChunks(
          streamBlocks(readApi, name, signal, (why, row) =>
            context.log.info(`${context.id}: a stream of BigQuery broke off (${why}); it goes on at row ${row}.`),
          ),
          decode,
          limit,
          state,
        ),
      ),
      () => ending.abort(),
    );
    const start = await chunks.next().catch((thrown: unknown) => {
      ending.abort();
      throw thrown;
    });
    return wholeAnswer(start, chunks, { state, limit, total: first.totalRows ?? 0, ending });
  }

  return {
    async open(answer) {
      if (endpoint === undefined || !isLarge(answer, options.storageApiRows)) return undefined;
      if (performance.now() - refusedAt < refusalLastsMs) return undefined;
      const odd = answer.columns.find(({ type }) => !comesInArrow(type));
      if (odd !== undefined) {
        context.log.info(
          `${context.id}: column "${odd.staged.name}" comes exactly only through the REST API of BigQuery, so that is read.`,
        );
        return undefined;
      }
      try {
        return await begin(endpoint, answer);
      } catch (thrown) {
        if (thrown instanceof Cancelled || answer.signal.aborted) throw new Cancelled();
        // What was decoded of a block that then failed was given to nobody.
        answer.state.rows = 0;
        refusedAt = performance.now();
        context.log.warn(
          `${context.id}: the Storage Read API of BigQuery cannot be used (${inWords(thrown)}), so large results come through the slower REST API.`,
        );
        return undefined;
      }
    },
    close: () => void api?.then((opened) => opened.close()).catch(() => {}),
  };
}

/** Larger than the REST API sends quickly: many rows, or many pages of broad ones. */
function isLarge({ first, limit }: LargeAnswer, fromRows: number): boolean {
  const wanted = Math.min(first.totalRows ?? 0, limit ?? Number.POSITIVE_INFINITY);
  return wanted >= fromRows || (first.nextToken !== undefined && wanted >= 8 * first.rows.length);
}

/** Beside Google's own address of the API (private and regional ones too) stands that of this one; any other has to be named. */
export function storageEndpoint({ apiEndpoint, storageApiEndpoint, credentials, accessToken }: BigqueryOptions) {
  const isGoogles = (address: string) => /(?:^|\.)googleapis\.com$/.test(new URL(address).hostname);
  if (storageApiEndpoint !== undefined) {
    // As with `apiEndpoint`: tokens of this machine go to nobody but Google.
    const mayHaveToken = credentials !== undefined || accessToken !== undefined || isGoogles(storageApiEndpoint);
    return mayHaveToken ? storageApiEndpoint : undefined;
  }
  const { hostname } = new URL(apiEndpoint);
  if (!isGoogles(apiEndpoint) || !hostname.startsWith('bigquery')) return undefined;
  return `https://${hostname.replace(/^bigquery/, 'bigquerystorage')}`;
}

async function* streamChunks(
  blocks: ReturnType<typeof streamBlocks>,
  decode: BlockDecoder,
  limit: number | undefined,
  state: LargeAnswer['state'],
): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) {
    const room = limit === undefined ? block.rows : limit - state.rows;
    for (const { bytes, rows } of decode(block, room)) {
      state.rows += rows;
      yield bytes;
    }
    if (limit !== undefined && state.rows >= limit) return;
  }
}

interface Whole {
  readonly state: LargeAnswer['state'];
  readonly limit: number | undefined;
  readonly total: number;
  readonly ending: AbortController;
}

async function* wholeAnswer(
  start: IteratorResult<Uint8Array>,
  chunks: AsyncGenerator<Uint8Array>,
  { state, limit, total, ending }: Whole,
): AsyncGenerator<Uint8Array> {
  try {
    if (start.done !== true) yield start.value;
    yield* chunks;
    const expected = Math.min(total, limit ?? total);
    if (state.rows !== expected) throw new ReadApiError('DATA_LOSS', `${state.rows} rows came instead of ${expected}.`);
    state.isEnded = true;
  } finally {
    ending.abort();
    await chunks.return(undefined);
  }
}

function inWords(thrown: unknown): string {
  if (thrown instanceof JoineryError) return thrown.message;
  if (!(thrown instanceof ReadApiError)) return thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown.status !== 'PERMISSION_DENIED') return `${thrown.status}: ${thrown.message}`;
  return `the account lacks bigquery.readsessions.create, which the role BigQuery Read Session User gives: ${thrown.message}`;
}

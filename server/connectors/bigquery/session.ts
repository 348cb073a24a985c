/** One run's hold on BigQuery: its jobs. There is nothing to keep open, and each job sees the tables as they are when it starts. */
import { Cancelled, JoineryError } from '../../errors.ts';
import type { ConnectorContext, FetchRequest, FetchStream, NativeRequest, Session } from '../connector.ts';
import { HeldWork } from '../held-work.ts';
import { answerColumns, type DecodedColumn, describedColumns } from './answer.ts';
import type { BigqueryOptions } from './config.ts';
import { tableQuery } from './dialect.ts';
import { encodePage } from './encode.ts';
import { type ErrorScene, sourceError } from './errors.ts';
import type { Jobs, Page, QueryText, RunningJob } from './jobs.ts';
import { bindParameters } from './parameters.ts';
import { proveSelect } from './prove-select.ts';
import type { LargeResults } from './storage/large-results.ts';
import { inFormOfRest } from './storage/read-api.ts';

export function createSession(
  { jobs, largeResults }: { readonly jobs: Jobs; readonly largeResults: LargeResults },
  options: BigqueryOptions,
  context: ConnectorContext,
  onClose: () => void,
): Session {
  const dataProject = options.dataProject ?? options.projectId;
  const held = new HeldWork();
  const proven = new Set<string>();

  async function describe(sql: string, signal: AbortSignal, parameters: NativeRequest['parameters']) {
    const scene: ErrorScene = { connection: context.id, during: 'statement', sql };
    await proveSelect(sql, context.id);
    try {
      const dryRun = await jobs.dryRun(bindParameters(sql, parameters, context.id), held.alive(signal));
      if (dryRun.statementType !== 'SELECT') {
        const kind = dryRun.statementType === '' ? 'no kind that BigQuery names' : dryRun.statementType;
        throw new JoineryError('not_a_select', `Only a single SELECT may run; this is ${kind}.`, {
          connection: context.id,
        });
      }
      proven.add(sql);
      context.log.info(`${context.id}: the statement would process ${bytesInWords(dryRun.bytesProcessed)}.`);
      return describedColumns(dryRun.fields, context.id);
    } catch (thrown) {
      throw signal.aborted ? new Cancelled() : sourceError(thrown, scene);
    }
  }

  function queryOf(request: FetchRequest): QueryText {
    if (request.kind === 'table') return tableQuery(request, dataProject);
    if (request.kind === 'block') return { sql: request.sql, parameters: [] };
    return bindParameters(request.sql, request.parameters, context.id);
  }

  async function fetch(request: FetchRequest, signal: AbortSignal): Promise<FetchStream> {
    const isNative = request.kind === 'native';
    if (isNative && !proven.has(request.sql)) await describe(request.sql, signal, request.parameters);
    const scene: ErrorScene = {
      connection: context.id,
      during: isNative ? 'statement' : 'table',
      sql: isNative ? request.sql : undefined,
    };
    const alive = held.alive(signal);
    const query = queryOf(request);
    let job: RunningJob | undefined;
    try {
      job = await jobs.start(query, alive);
      const first = await job.firstPage(alive);
      const columns = answerColumns(request, first.fields, context.id);
      const state = { rows: 0, isEnded: false };
      const running = job;
      const { limit } = request;
      const asError = (thrown: unknown) => (alive.aborted ? new Cancelled() : sourceError(inFormOfRest(thrown), scene));
      // Only rows of a table come in any order: a statement of its own may have asked for one.
      const isOrdered = request.kind !== 'table';
      const large = await largeResults.open({ job, first, columns, isOrdered, limit, state, signal: alive });
      return {
        kind: 'csv',
        sql: query.sql,
        columns: columns.map(({ staged }) => staged),
        bytes:
          large === undefined
            ? bytesOf({ connection: context.id, job, first, columns, limit, state, signal: alive, asError })
            : withErrors(large, alive, asError),
        rows: () => (state.isEnded ? state.rows : undefined),
        statistics: async () => {
          try {
            const readBy = large === undefined ? 'REST API' : 'Storage Read API';
            return { ...(await running.statistics()), readBy };
          } catch (thrown) {
            context.log.debug(`${context.id}: the job's figures could not be read: ${String(thrown)}`);
            return undefined;
          }
        },
      };
    } catch (thrown) {
      if (job !== undefined) held.stop(job.cancel());
      throw alive.aborted ? new Cancelled() : sourceError(thrown, scene);
    }
  }

  return {
    readAt: new Date(),
    fetch: (request, signal) => held.tracked(fetch(request, signal)),
    describe: (sql, signal, parameters) => held.tracked(describe(sql, signal, parameters)),
    close: () => held.close(onClose),
  };
}

interface Reading {
  readonly connection: string;
  readonly job: RunningJob;
  readonly first: Page;
  readonly columns: readonly DecodedColumn[];
  readonly limit: number | undefined;
  readonly state: { rows: number; isEnded: boolean };
  readonly signal: AbortSignal;
  readonly asError: (thrown: unknown) => Error;
}

async function* withErrors(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  asError: (thrown: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of chunks) {
      if (signal.aborted) throw new Cancelled();
      yield bytes;
    }
  } catch (thrown) {
    throw asError(thrown);
  }
}

/** Page by page; the next one is on its way while this one is read, and no more than that. */
async function* bytesOf(reading: Reading): AsyncGenerator<Uint8Array> {
  const { connection, job, first, columns, limit, state, signal, asError } = reading;
  const reader = new AbortController();
  const held = AbortSignal.any([signal, reader.signal]);
  try {
    for (let page: Page | undefined = first; page !== undefined; ) {
      const room: number = limit === undefined ? page.rows.length : Math.max(0, limit - state.rows);
      const isLast: boolean = page.nextToken === undefined || (page.rows.length >= room && limit !== undefined);
      const next: Promise<Page> | undefined =
        isLast || page.nextToken === undefined ? undefined : job.nextPage(page.nextToken, held);
      // Looked at when its turn comes.
      next?.catch(() => {});
      for (const { bytes, rows } of encodePage(page.rows.slice(0, room), columns, connection)) {
        if (signal.aborted) throw new Cancelled();
        yield bytes;
        state.rows += rows;
      }
      if (signal.aborted) throw new Cancelled();
      page = next === undefined ? undefined : await next;
    }
    state.isEnded = true;
  } catch (thrown) {
    throw asError(thrown);
  } finally {
    reader.abort();
  }
}

const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

function bytesInWords(bytes: bigint): string {
  let size = Number(bytes);
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit] ?? ''}`;
}

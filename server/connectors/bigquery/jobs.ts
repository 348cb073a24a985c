/** Query jobs: asked for under a name of our own, waited for, read page by page, and cancelled on the server when nobody waits any more. */
import { randomUUID } from 'node:crypto';
import type { SourceStatistics } from '../../../lib/contract/run.ts';
import { raced } from '../waiting.ts';
import type { Client } from './client.ts';
import type { BigqueryOptions } from './config.ts';
import { ApiError } from './errors.ts';
import type { Cell } from './staging.ts';
import type { SchemaField } from './types.ts';

export interface QueryParameter {
  readonly name: string;
  readonly parameterType: { readonly type: string; readonly arrayType?: { readonly type: string } };
  readonly parameterValue: {
    readonly value?: string | null;
    readonly arrayValues?: readonly { readonly value: string }[];
  };
}

export interface QueryText {
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
}

interface JobAnswer {
  readonly jobReference?: { readonly jobId?: string; readonly location?: string };
  readonly status?: {
    readonly state?: string;
    readonly errorResult?: { readonly reason?: string; readonly message?: string };
  };
  readonly configuration?: { readonly query?: { readonly destinationTable?: Partial<TableReference> } };
  readonly statistics?: JobStatistics;
}

export interface TableReference {
  readonly projectId: string;
  readonly datasetId: string;
  readonly tableId: string;
}

interface JobStatistics {
  readonly creationTime?: string;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly totalBytesProcessed?: string;
  readonly query?: {
    readonly statementType?: string;
    readonly schema?: { readonly fields?: readonly SchemaField[] };
    readonly totalBytesProcessed?: string;
    readonly totalBytesBilled?: string;
    readonly totalSlotMs?: string;
    readonly cacheHit?: boolean;
  };
}

export interface Page {
  readonly fields: readonly SchemaField[];
  readonly rows: readonly { readonly f: readonly { readonly v: Cell }[] }[];
  readonly nextToken: string | undefined;
  /** Rows of the whole answer. */
  readonly totalRows: number | undefined;
}

interface PageAnswer {
  readonly jobComplete?: boolean;
  readonly totalRows?: string;
  readonly schema?: { readonly fields?: readonly SchemaField[] };
  readonly rows?: Page['rows'];
  readonly pageToken?: string;
  readonly errors?: readonly { readonly reason?: string; readonly message?: string }[];
}

export interface DryRun {
  readonly statementType: string;
  readonly fields: readonly SchemaField[];
  readonly bytesProcessed: bigint;
}

/** How long one request waits for a job that still runs. */
const waitMs = 10_000;
/** Rows of a page at most; the server ends pages at some 10 MB by itself. */
const pageRows = 25_000;
/** How long the request to cancel may take before nobody waits for its answer. */
const cancelTimeoutMs = 5000;

export interface Jobs {
  dryRun(query: QueryText, signal: AbortSignal): Promise<DryRun>;
  start(query: QueryText, signal: AbortSignal): Promise<RunningJob>;
}

export interface RunningJob {
  readonly id: string;
  /** Waits for the job's end; the first page of its answer. */
  firstPage(signal: AbortSignal): Promise<Page>;
  nextPage(token: string, signal: AbortSignal): Promise<Page>;
  /** The table that holds the answer: of the account's own, kept for a day. */
  destination(signal: AbortSignal): Promise<TableReference>;
  statistics(): Promise<SourceStatistics>;
  /** Never fails; settles when the server has taken it, or gives no answer. */
  cancel(): Promise<void>;
}

/** `location`: where the default dataset is. */
export function createJobs(client: Client, options: BigqueryOptions, location: string | undefined): Jobs {
  const project = encodeURIComponent(options.projectId);

  function insertion(query: QueryText, jobId: string, isDryRun: boolean): unknown {
    const { maximumBytesBilled, statementTimeoutMs } = options;
    return {
      jobReference: { projectId: options.projectId, jobId, ...(location === undefined ? {} : { location }) },
      configuration: {
        dryRun: isDryRun,
        labels: { application: 'joinery', ...options.labels },
        ...(statementTimeoutMs === 0 ? {} : { jobTimeoutMs: String(statementTimeoutMs) }),
        query: {
          query: query.sql,
          useLegacySql: false,
          defaultDataset: { projectId: options.dataProject ?? options.projectId, datasetId: options.dataset },
          ...(maximumBytesBilled === undefined ? {} : { maximumBytesBilled: String(maximumBytesBilled) }),
          ...(query.parameters.length === 0 ? {} : { parameterMode: 'NAMED', queryParameters: query.parameters }),
        },
      },
    };
  }

  async function insert(query: QueryText, jobId: string, isDryRun: boolean, signal: AbortSignal): Promise<JobAnswer> {
    const body = insertion(query, jobId, isDryRun);
    const path = `${project}/jobs`;
    const answer = await client
      .request<JobAnswer>({ method: 'POST', path, body }, signal)
      .catch(async (thrown: unknown) => {
        // An earlier try arrived although its answer did not.
        if (isDryRun || !(thrown instanceof ApiError) || thrown.status !== 409) throw thrown;
        return client.request<JobAnswer>({ path: `${path}/${jobId}`, query: { location } }, signal);
      });
    const failure = answer.status?.errorResult;
    if (failure !== undefined) throw new ApiError(0, failure.reason ?? '', failure.message ?? 'The job failed.');
    return answer;
  }

  return {
    async dryRun(query, signal) {
      const { statistics } = await insert(query, jobName(), true, signal);
      return {
        statementType: statistics?.query?.statementType ?? '',
        fields: statistics?.query?.schema?.fields ?? [],
        bytesProcessed: BigInt(statistics?.query?.totalBytesProcessed ?? statistics?.totalBytesProcessed ?? '0'),
      };
    },
    async start(query, signal) {
      const jobId = jobName();
      // Not under the signal: a job that the server may already have is cancelled there, once its answer has come.
      const inserted = insert(query, jobId, false, new AbortController().signal);
      const job = runningJob(client, project, jobId, inserted, location);
      try {
        await raced(inserted, signal);
        return job;
      } catch (thrown) {
        if (signal.aborted)
          void inserted.then(
            () => job.cancel(),
            () => {},
          );
        throw thrown;
      }
    },
  };
}

const jobName = (): string => `joinery_${randomUUID()}`;

function runningJob(
  client: Client,
  project: string,
  jobId: string,
  inserted: Promise<JobAnswer>,
  configuredLocation: string | undefined,
): RunningJob {
  const locationOf = async () => (await inserted).jobReference?.location ?? configuredLocation;

  async function page(query: Record<string, string | undefined>, signal: AbortSignal): Promise<PageAnswer> {
    return client.request<PageAnswer>(
      {
        path: `${project}/queries/${jobId}`,
        query: {
          location: await locationOf(),
          maxResults: String(pageRows),
          'formatOptions.useInt64Timestamp': 'true',
          timeoutMs: String(waitMs),
          ...query,
        },
      },
      signal,
    );
  }

  const asPage = (answer: PageAnswer): Page => ({
    fields: answer.schema?.fields ?? [],
    rows: answer.rows ?? [],
    nextToken: answer.pageToken === '' ? undefined : answer.pageToken,
    totalRows: answer.totalRows === undefined ? undefined : Number(answer.totalRows),
  });

  async function state(signal: AbortSignal): Promise<JobAnswer> {
    const location = await locationOf();
    return client.request<JobAnswer>({ path: `${project}/jobs/${jobId}`, query: { location } }, signal);
  }

  return {
    id: jobId,
    async firstPage(signal) {
      for (;;) {
        const answer = await page({}, signal);
        if (answer.jobComplete !== false) {
          const failure = answer.schema === undefined ? answer.errors?.[0] : undefined;
          if (failure !== undefined) throw new ApiError(0, failure.reason ?? '', failure.message ?? 'The job failed.');
          return asPage(answer);
        }
      }
    },
    async nextPage(pageToken, signal) {
      return asPage(await page({ pageToken }, signal));
    },
    async destination(signal) {
      const { projectId, datasetId, tableId } = (await state(signal)).configuration?.query?.destinationTable ?? {};
      if (projectId === undefined || datasetId === undefined || tableId === undefined)
        throw new Error('the job names no table that holds its answer');
      return { projectId, datasetId, tableId };
    },
    async statistics() {
      return figures(jobId, (await state(AbortSignal.timeout(5000))).statistics);
    },
    async cancel() {
      try {
        const path = `${project}/jobs/${jobId}/cancel`;
        const query = { location: await locationOf() };
        await client.request({ method: 'POST', path, query, body: {} }, AbortSignal.timeout(cancelTimeoutMs));
      } catch {
        // It has ended, or cannot be reached: then its own time limit ends it.
      }
    },
  };
}

function figures(queryId: string, statistics: JobStatistics | undefined): SourceStatistics {
  const { query, creationTime, startTime, endTime } = statistics ?? {};
  const between = (from: string | undefined, to: string | undefined) =>
    from === undefined || to === undefined ? undefined : Number(to) - Number(from);
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const all = {
    queryId,
    serverMs: between(startTime, endTime),
    queueMs: between(creationTime, startTime),
    bytesProcessed: number(query?.totalBytesProcessed),
    bytesBilled: number(query?.totalBytesBilled),
    slotMs: number(query?.totalSlotMs),
    cacheHit: query?.cacheHit,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

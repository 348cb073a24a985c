import { Cancelled, JoineryError } from '../../errors.ts';
import type { Connector, ConnectorContext, Driver, Session } from '../connector.ts';
import { accountRights } from './account.ts';
import { bigqueryBlocks } from './block.ts';
import { createClient } from './client.ts';
import { type BigqueryOptions, bigqueryOptionsSchema } from './config.ts';
import { bigqueryDialect } from './dialect.ts';
import { sourceError } from './errors.ts';
import { type Dataset, introspectTables, type Row } from './introspect.ts';
import { createJobs, type Page } from './jobs.ts';
import { createSession } from './session.ts';
import { createLargeResults } from './storage/large-results.ts';

export const bigqueryDriver: Driver<BigqueryOptions> = {
  name: 'bigquery',
  displayName: 'BigQuery',
  optionsSchema: bigqueryOptionsSchema,
  secretOptions: ['credentials', 'accessToken'],
  create,
};

interface DatasetList {
  readonly datasets?: readonly {
    readonly datasetReference?: { readonly datasetId?: string };
    readonly location?: string;
  }[];
  readonly nextPageToken?: string;
}

function create(options: BigqueryOptions, context: ConnectorContext): Connector {
  const client = createClient(options, context);
  const largeResults = createLargeResults(options, context, () => client.authorization());
  const dataProject = options.dataProject ?? options.projectId;
  const sessions = new Set<Session>();
  const closing = new AbortController();
  let knownLocation: string | undefined;

  function alive(signal: AbortSignal): AbortSignal {
    if (closing.signal.aborted)
      throw new JoineryError('internal', 'The connector is closed.', { connection: context.id });
    if (signal.aborted) throw new Cancelled();
    return AbortSignal.any([signal, closing.signal]);
  }

  async function ask<Answer>(signal: AbortSignal, question: (held: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const held = alive(signal);
    try {
      return await question(held);
    } catch (thrown) {
      throw held.aborted ? new Cancelled() : sourceError(thrown, { connection: context.id, during: 'catalog' });
    }
  }

  /** Where the dataset is; also proves that the API, the credentials and the dataset are there. */
  async function locate(name: string, signal: AbortSignal): Promise<string> {
    const path = `${encodeURIComponent(dataProject)}/datasets/${encodeURIComponent(name)}`;
    const { location } = await client.request<{ location?: string }>({ path }, signal);
    return location ?? options.location ?? 'US';
  }

  async function homeLocation(signal: AbortSignal): Promise<string> {
    knownLocation ??= await locate(options.dataset, signal);
    return options.location ?? knownLocation;
  }

  async function datasets(signal: AbortSignal): Promise<readonly Dataset[]> {
    if (options.datasets !== undefined) {
      const names = [...new Set([options.dataset, ...options.datasets])];
      return Promise.all(names.map(async (name) => ({ name, location: await locate(name, signal) })));
    }
    const found: Dataset[] = [];
    for (let pageToken: string | undefined; ; ) {
      const answer: DatasetList = await client.request(
        { path: `${encodeURIComponent(dataProject)}/datasets`, query: { maxResults: '1000', pageToken } },
        signal,
      );
      for (const { datasetReference, location } of answer.datasets ?? []) {
        const name = datasetReference?.datasetId;
        if (name !== undefined) found.push({ name, location: location ?? 'US' });
      }
      pageToken = answer.nextPageToken;
      if (pageToken === undefined || pageToken === '') return found;
    }
  }

  async function rowsOf(sql: string, location: string, signal: AbortSignal): Promise<readonly Row[]> {
    const job = await createJobs(client, options, location).start({ sql, parameters: [] }, signal);
    const rows: Row[] = [];
    try {
      for (let page: Page | undefined = await job.firstPage(signal); page !== undefined; ) {
        for (const { f: cells } of page.rows) rows.push(cells.map(({ v }) => (typeof v === 'string' ? v : null)));
        page = page.nextToken === undefined ? undefined : await job.nextPage(page.nextToken, signal);
      }
    } catch (thrown) {
      if (signal.aborted) void job.cancel();
      throw thrown;
    }
    return rows;
  }

  return {
    id: context.id,
    driver: bigqueryDriver.name,
    // Each job reads one state of the data; jobs of one run cannot share a state of views: see docs/connectors/bigquery.md.
    capabilities: { snapshot: false, serverCancel: true, native: true },
    dialect: { ...bigqueryDialect(dataProject), block: bigqueryBlocks(dataProject) },
    test: (signal) =>
      ask(signal, async (held) => {
        const location = await homeLocation(held);
        const startedAt = performance.now();
        await createJobs(client, options, location).dryRun({ sql: 'SELECT 1', parameters: [] }, held);
        const roundTripMs = performance.now() - startedAt;
        return {
          serverLabel: `BigQuery (${location})`,
          roundTripMs,
          account: await accountRights(client, options, held),
        };
      }),
    introspect: (signal) =>
      ask(signal, async (held) => ({
        serverLabel: `BigQuery (${await homeLocation(held)})`,
        defaultSchema: options.dataset,
        tables: await introspectTables(
          (sql, location) => rowsOf(sql, location, held),
          dataProject,
          await datasets(held),
          context,
        ),
      })),
    openSession: ({ signal }) =>
      ask(signal, async (held) => {
        const jobs = createJobs(client, options, await homeLocation(held));
        const session: Session = createSession({ jobs, largeResults }, options, context, () =>
          sessions.delete(session),
        );
        sessions.add(session);
        return session;
      }),
    async close() {
      closing.abort();
      await Promise.all([...sessions].map((session) => session.close()));
      largeResults.close();
    },
  };
}

import type { DatabaseConfig } from '../config/config.ts';
import type { Log } from '../log.ts';
import type { CommentService, HistoryService, QueryService } from '../workbench.ts';
import { type AccessRecords, accessRecords } from './access/index.ts';
import { type AssistantRecords, assistantRecords } from './assistant-records.ts';
import { commentRecords } from './comment-records.ts';
import { type ConnectionRecords, connectionRecords } from './connections.ts';
import { type Client, dialectOf, openDatabase, stored } from './database.ts';
import { closedDocuments, createDocument, findDocument, openDocuments, saveDocument } from './documents.ts';
import { IN_MEMORY } from './figures/copy-file.ts';
import { FigureStore } from './figures/figure-store.ts';
import { figuresOfFile } from './figures/sqlite-figures.ts';
import { folderIdOf } from './folder-id.ts';
import { tellFullDiskTo } from './full-disk.ts';
import { markInterrupted } from './interrupted.ts';
import { makeUp } from './make-up.ts';
import { databasePath } from './migrate.ts';
import { listed } from './owner.ts';
import { readPerformance } from './performance.ts';
import type { Place } from './place.ts';
import { figuresOfPostgres } from './postgres/postgres-figures.ts';
import { Presence } from './postgres/presence.ts';
import { queryRecords } from './query-records.ts';
import { type RunKeeping, runKeeping } from './run-keeping.ts';
import { listRuns } from './run-pages.ts';
import { openTextIndexes } from './run-text.ts';
import { runWriter } from './run-writer.ts';
import { findRun, insertRun, pinRun } from './runs.ts';

export type { AssistantRecords } from './assistant-records.ts';
export type { ConnectionRecords, KeptConnection, KeptPolicy } from './connections.ts';
export { performanceOf } from './open-performance.ts';
export type { Place } from './place.ts';
export type { Presence } from './postgres/presence.ts';
export { startRetention } from './retention.ts';

/** What the data folder's database holds. */
export interface History extends HistoryService {
  readonly connections: ConnectionRecords;
  readonly assistant: AssistantRecords;
  readonly queries: QueryService;
  /** This server among the others that share the database; undefined where there is one. */
  readonly presence: Presence | undefined;
  /** Settles if the database answers. */
  ping(): Promise<void>;
  readonly comments: CommentService;
  readonly keeping: RunKeeping;
  readonly access: AccessRecords;
}

export interface HistoryOptions extends Place {
  readonly log?: Log;
  /** Given by a server, not by a command: how it is seen by others over the same database. */
  readonly server?: { readonly beatMs?: number; readonly graceMs?: number };
}

/**
 * Opens the runs and documents of a place, migrating its database first if this version needs it. A file that is no database is kept aside
 * and a new one made. The caller closes it; one process may hold a data folder with a file at a time, several servers share a PostgreSQL.
 */
export async function openHistory(options: HistoryOptions): Promise<History> {
  const client = await openDatabase(options, options.log);
  tellFullDiskTo(options.log);
  const isShared = dialectOf(client).kind === 'postgres';
  const figures = new FigureStore(
    isShared ? figuresOfPostgres(client, IN_MEMORY) : figuresOfFile(databasePath(options.dataDir)),
  );
  const presence = isShared && options.server !== undefined ? await joinServers(client, options) : undefined;
  const writer = runWriter(client, presence);
  let isClosed = false;
  await stored(() => openTextIndexes(client));
  const access = accessRecords(client);
  const madeUp = makeUp(client, () => isClosed).catch((thrown: unknown) => {
    options.log?.warn({ err: thrown }, 'Earlier runs could not be made up for: search and the dashboard lack them');
  });
  return {
    insertRun: (run) => stored(() => insertRun(client, run, presence?.id)),
    updateRun: (run) => stored(() => writer.update(run)),
    run: (runId) => stored(async () => writer.newest(await findRun(client, runId))),
    runs: (query) =>
      stored(async () => {
        const answer = await listRuns(client, { ...query, ...listed(query.person) });
        return { ...answer, runs: answer.runs.map(writer.newest) };
      }),
    pinRun: (runId, isPinned) => stored(() => pinRun(client, runId, isPinned)),
    presence,
    // Where there are several, each marks what others have left as soon as it notices.
    markInterrupted: () => stored(async () => (isShared ? 0 : (await markInterrupted(client)).length)),
    performance: (query) => stored(() => figures.read((reader) => readPerformance(reader, query))),
    performanceProgress: async () => figures.progress() ?? {},
    openDocuments: () => stored(() => openDocuments(client)),
    document: (id) => stored(() => findDocument(client, id)),
    createDocument: (document) => stored(() => createDocument(client, document)),
    saveDocument: (document) => stored(() => saveDocument(client, document)),
    closedDocuments: (limit) => stored(() => closedDocuments(client, limit)),
    connections: connectionRecords(client),
    assistant: assistantRecords(client),
    queries: queryRecords(client),
    comments: commentRecords(client),
    keeping: runKeeping(client),
    access: {
      ...access,
      owners: {
        ...access.owners,
        async handOver(from, to) {
          await access.owners.handOver(from, to);
          // Copies of other servers notice by the number.
          if (isShared)
            await client.$executeRaw`UPDATE "RunFigure" SET "row" = nextval(pg_get_serial_sequence('"RunFigure"', 'row')) WHERE "ownerId" = ${to}`;
          await figures.renew();
        },
      },
    },
    ping: () =>
      stored(async () => {
        await client.$queryRaw`SELECT 1`;
      }),
    async close() {
      isClosed = true;
      await madeUp;
      await figures.close();
      await writer.close();
      await presence?.close();
      await client.$disconnect();
    },
  };
}

/** Loaded only by who asks for it. See `postgres/copy-from-file.ts`. */
export async function copyToPostgres(dataDir: string, database: DatabaseConfig): Promise<ReadonlyMap<string, number>> {
  const { copyFromFile } = await import('./postgres/copy-from-file.ts');
  return stored(() => copyFromFile(dataDir, database));
}

async function joinServers(client: Client, { dataDir, server, log }: HistoryOptions): Promise<Presence> {
  const presence = new Presence({ client, folderId: await folderIdOf(dataDir), log: log ?? silent, ...server });
  try {
    await presence.open();
    return presence;
  } catch (thrown) {
    await client.$disconnect();
    throw thrown;
  }
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

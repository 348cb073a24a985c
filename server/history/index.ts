import type { Log } from '../log.ts';
import type { CommentService, HistoryService, QueryService } from '../workbench.ts';
import { type AccessRecords, accessRecords } from './access/index.ts';
import { type AssistantRecords, assistantRecords } from './assistant-records.ts';
import { commentRecords } from './comment-records.ts';
import { type ConnectionRecords, connectionRecords } from './connections.ts';
import { openDatabase, stored } from './database.ts';
import { closedDocuments, createDocument, findDocument, openDocuments, saveDocument } from './documents.ts';
import { FigureStore } from './figures/figure-store.ts';
import { makeUp } from './make-up.ts';
import { databasePath } from './migrate.ts';
import { owned } from './owner.ts';
import { readPerformance } from './performance.ts';
import { queryRecords } from './query-records.ts';
import { type RunKeeping, runKeeping } from './run-keeping.ts';
import { listRuns } from './run-pages.ts';
import { openTextIndexes } from './run-text.ts';
import { findRun, insertRun, markInterrupted, pinRun, updateRun } from './runs.ts';

export type { AssistantRecords } from './assistant-records.ts';
export type { ConnectionRecords, KeptConnection, KeptPolicy } from './connections.ts';
export { performanceOf } from './open-performance.ts';
export { startRetention } from './retention.ts';

/** What the data folder's database holds. */
export interface History extends HistoryService {
  readonly connections: ConnectionRecords;
  readonly assistant: AssistantRecords;
  readonly queries: QueryService;
  /** Settles if the database answers. */
  ping(): Promise<void>;
  readonly comments: CommentService;
  readonly keeping: RunKeeping;
  readonly access: AccessRecords;
}

/**
 * Opens the runs and documents of a data folder, migrating the file first if this version needs it. A file that is no database is kept aside
 * and a new one made. The caller closes it; one process may hold a data folder at a time.
 */
export async function openHistory(options: { readonly dataDir: string; readonly log?: Log }): Promise<History> {
  const client = await openDatabase(options.dataDir, options.log);
  const figures = new FigureStore(databasePath(options.dataDir));
  let isClosed = false;
  await stored(() => openTextIndexes(client));
  const access = accessRecords(client);
  const madeUp = makeUp(client, () => isClosed).catch((thrown: unknown) => {
    options.log?.warn({ err: thrown }, 'Earlier runs could not be made up for: search and the dashboard lack them');
  });
  return {
    insertRun: (run) => stored(() => insertRun(client, run)),
    updateRun: (run) => stored(() => updateRun(client, run)),
    run: (runId) => stored(() => findRun(client, runId)),
    runs: (query) => stored(() => listRuns(client, { ...query, ...owned() })),
    pinRun: (runId, isPinned) => stored(() => pinRun(client, runId, isPinned)),
    markInterrupted: () => stored(() => markInterrupted(client)),
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
      await client.$disconnect();
    },
  };
}

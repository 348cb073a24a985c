/** Puts the workbench together: the only place that knows every part of the server. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { connectionPolicySchema } from '../lib/contract/connection.ts';
import { LOCAL_PERSON_ID } from '../lib/contract/person.ts';
import { startRunSchema } from '../lib/contract/run.ts';
import { Access } from './access/access.ts';
import type { Caller } from './access/caller.ts';
import { callerOfScope, currentCaller, currentScope, mayUseNow } from './access/current-caller.ts';
import { mayReadRun } from './access/guard/parts.ts';
import { openAccessServices } from './access/open-services.ts';
import { scopedCatalog } from './access/scoped-catalog.ts';
import { createAssistant } from './assistant/index.ts';
import { createCatalog } from './catalog/catalog.ts';
import type { Config, ConnectionConfig } from './config/config.ts';
import { Connections } from './connections/index.ts';
import { drivers } from './connectors/registry.ts';
import { openDictionary } from './dictionary/index.ts';
import { DictionaryStore } from './dictionary/store.ts';
import type { Observations, StoredResult } from './engine/engine.ts';
import { JoineryError } from './errors.ts';
import { type History, type HistoryOptions, openHistory, startRetention } from './history/index.ts';
import { createJoinService } from './joins/service.ts';
import { candidateCheck, openSuggestService } from './joins/suggest/suggest-service.ts';
import { PROBE_FETCH_MS } from './joins/xray/limits.ts';
import type { Log } from './log.ts';
import { openObservations } from './observations/observations.ts';
import { Operations } from './operations/operations.ts';
import { scrapeTokenOf } from './operations/scrape-token.ts';
import { createProbes } from './probes/probes.ts';
import { clearOf } from './results/clear-scratch.ts';
import { openResults, resultPath, resultsFolder } from './results/index.ts';
import { resultTitle } from './runs/result-title.ts';
import { createRunService } from './runs/run-service.ts';
import { openKeyRing } from './secrets/key-ring.ts';
import { Connectors } from './supervisor/connectors.ts';
import { EnginePool, type PoolOptions } from './supervisor/engine-pool.ts';
import type { Answer, ProcessConnection, Question } from './supervisor/protocol.ts';
import type { Workbench } from './workbench.ts';

/** All of the server, with the door through which others get their view of it. */
export interface OpenedWorkbench extends Workbench {
  readonly access: Access;
  readonly operations: Operations;
}

/** Opens everything; nothing is listening yet. `close` ends what runs and gives everything back. */
export async function openWorkbench(
  config: Config,
  log: Log,
  /** How it is seen by other servers over the same database. */
  server: HistoryOptions['server'] = {},
): Promise<OpenedWorkbench> {
  const resultsDir = resultsFolder(config.dataDir);
  const { dataDir, database } = config;
  const history = await openHistory({ dataDir, database, log, server });
  const { presence } = history;
  const tempDir = path.join(dataDir, 'tmp', presence?.id ?? '');
  await clearOf(path.join(dataDir, 'tmp'), await presence?.ids());
  await mkdir(tempDir, { recursive: true, mode: 0o700 });
  await mkdir(resultsDir, { recursive: true, mode: 0o700 });
  const interrupted = await history.markInterrupted();
  if (interrupted > 0)
    log.warn({ interrupted }, 'Runs that were going when the server last ended are marked interrupted');
  const connections = new Connections({
    config,
    drivers,
    references: config.references,
    keys: openKeyRing(config.dataDir, config.references.env),
    records: history.connections,
    history,
    baseDir: config.baseDir,
    dataDir: config.dataDir,
    summaries: () => catalog.connections().connections,
    log,
  });
  await connections.live.reload();
  const connectors = new Connectors(connections.live.configs, config.baseDir, log);
  const descriptions = new DictionaryStore(config.dataDir, log);
  const catalog = createCatalog({
    config: { ...config, connections: connections.live.configs },
    connectors: (id) => connectors.get(id),
    log,
    driverLabel: (name) => drivers[name]?.displayName ?? name,
    descriptions: (id) => descriptions.descriptions(id),
  });
  const results = await openResults({
    dataDir: config.dataDir,
    history,
    limits: config.limits,
    log,
    presence,
    notesOf: async (runId) => (await assistant.descriptions.get(runId)).columns,
  });
  const retention = startRetention({
    keeping: history.keeping,
    results,
    limits: config.limits,
    log,
    ...(presence === undefined ? {} : { isMine: () => presence.isFirst() }),
  });
  // What other servers over the same database change, and what they leave behind.
  presence?.onBeat(() => connections.live.reload());
  presence?.onInterrupted((runIds) => Promise.all(runIds.map((runId) => results.remove(runId))));
  const observations = await openObservations(config.dataDir, log);
  const processes: Omit<PoolOptions, 'concurrentRuns' | 'queuedRuns'> = {
    settings: {
      connections: processConnections(connections.live.configs),
      baseDir: config.baseDir,
      tempDir,
      limits: config.limits,
      logLevel: config.logLevel,
    },
    answer: (question) => answer(question, catalog, history, observations, config.dataDir),
    scope: () => currentScope(() => connections.live.configs.map(({ id }) => id)),
    onObserved: (seen) => observations.note(seen),
    log,
  };
  const { concurrentRuns, queuedRuns, runsPerPerson } = config.limits;
  const pool = new EnginePool({
    ...processes,
    concurrentRuns,
    queuedRuns,
    ...(config.auth?.mode === 'team' ? { runsPerPerson } : {}),
  });
  // Small questions have a lane of their own, so that they do not wait for long runs.
  const probePool = new EnginePool({
    ...processes,
    settings: { ...processes.settings, connections: probeConnections(connections.live.configs) },
    ...PROBE_LANE,
  });
  connections.live.onChange((changed) => {
    connectors.apply(changed);
    catalog.apply(changed);
    pool.applyConnections(processConnections(changed));
    probePool.applyConnections(probeConnections(changed));
  });
  // One after the other: somebody may run something at once, nobody asks for suggestions before they have looked around.
  void pool
    .warmUp()
    .then(() => probePool.warmUp())
    .catch(() => log.warn('The engine processes could not be started ahead; the first run starts one'));
  const runs = createRunService({
    pool,
    history,
    resultPath: (runId) => resultPath(config.dataDir, runId),
    onStored: () => void retention.makeRoom().catch(() => log.warn('Old results could not be dropped')),
    onEnded: (run) => operations.runEnded(run),
    others: presence,
    log,
  });
  const operations = new Operations({
    dataDir: config.dataDir,
    askDatabase: () => history.ping(),
    askEngine: () => pool.ask(),
    lanes: { runs: () => pool.figures, probes: () => probePool.figures },
    drain: (limitMs) => runs.drain(limitMs),
    scrapeToken: scrapeTokenOf(config.references.env),
  });
  const probes = createProbes({
    run: (request, signal, onStart) => probePool.run(request, signal, { onPosition() {}, onStart, onState() {} }),
  });
  const allowsProbes = (id: string): boolean =>
    connections.live.configs.find((one) => one.id === id)?.policy?.allowsProbes ?? true;
  const seenCatalog = scopedCatalog(catalog);
  const joins = createJoinService({
    catalog: seenCatalog,
    allowsProbes,
    // What a run has left behind is counted like a run, in its lane and its time.
    counter: createProbes({
      run: (request, signal, onStart) => pool.run(request, signal, { onPosition() {}, onStart, onState() {} }),
    }),
    lookup: (connection, schema, name) => seenCatalog.lookup(connection, schema, name),
    connectionIds: () => connections.live.configs.map(({ id }) => id).filter(mayUseNow),
    explain: (request, signal) => probePool.explain(request, signal),
    storedResult: (runId) => storedResult(runId, history, config.dataDir, currentCaller()),
    probes,
    runTimeMs: config.limits.runTimeMs,
  });
  const groupsAtSource = (id: string): boolean => connectors.get(id).dialect.block !== undefined;
  const suggestions = openSuggestService({
    catalog: seenCatalog,
    probes,
    allowsProbes,
    groupsAtSource,
    dataDir: config.dataDir,
    runTexts: async (word) => {
      const past = await history.runs({ q: word, status: 'succeeded', limit: PAST_RUNS });
      return past.runs.map(({ text }) => text);
    },
    person: () => currentCaller()?.id ?? LOCAL_PERSON_ID,
    log,
  });
  const dictionary = openDictionary({ catalog, store: descriptions, dataDir: config.dataDir, log });
  const assistant = createAssistant({
    config: config.assistant,
    catalog: seenCatalog,
    history,
    records: history.assistant,
    policyOf: (id) => connections.policyOf(id).ai,
    notesOf: (connection, schema, table) => dictionary.notesOf(connection, schema, table),
    results,
    checkCandidate: candidateCheck({ catalog: seenCatalog, probes, allowsProbes, groupsAtSource }),
    dataDir: config.dataDir,
    checkJoin: {
      async sqlOf(document, signal) {
        const { sql } = await joins.toSql(document);
        await probePool.explain(startRunSchema.parse({ text: sql }), signal);
        return sql;
      },
    },
  });
  const access = new Access({ config, records: history.access, connections: () => connections.live.configs, log });
  const opened: OpenedWorkbench = {
    access,
    ...openAccessServices({ access, records: history.access, connections: () => connections.live.configs }),
    operations,
    catalog,
    dictionary,
    joins,
    suggestions,
    runs,
    results,
    history,
    retention,
    queries: history.queries,
    comments: history.comments,
    assistant,
    connections,
    async close() {
      await runs.close();
      await retention.close();
      await Promise.all([pool.close(), probePool.close()]);
      await Promise.allSettled([catalog.close(), results.close(), connectors.close()]);
      await observations.close();
      await history.close();
      await rm(tempDir, { recursive: true, force: true });
    },
  };
  access.serve(opened);
  return opened;
}

/** A source's own policy may allow runs more. */
const probeConnections = (connections: readonly ConnectionConfig[]): ProcessConnection[] =>
  processConnections(connections).map((connection) => {
    const policy = connection.policy ?? connectionPolicySchema.parse({});
    return {
      ...connection,
      policy: { ...policy, maxFetchMs: Math.min(policy.maxFetchMs ?? PROBE_FETCH_MS, PROBE_FETCH_MS) },
    };
  });

/** Statements at once, and waiting, of the lane for small questions. */
const PROBE_LANE = { concurrentRuns: 2, queuedRuns: 500 };

/** Runs of a table that suggestions look through for joins made before. */
const PAST_RUNS = 50;

const processConnections = (connections: readonly ConnectionConfig[]): ProcessConnection[] =>
  connections.map(({ id, driver, options, policy, error }) => ({
    id,
    driver,
    options,
    ...(policy === undefined ? {} : { policy }),
    ...(error === undefined ? {} : { error: error.toShape() }),
  }));

/** Metadata for the engine: tables from the catalog, stored results by run id from history. */
async function answer(
  question: Question,
  catalog: Workbench['catalog'],
  history: History,
  observations: Observations,
  dataDir: string,
): Promise<Answer> {
  if (question.kind === 'lookup') return catalog.lookup(question.connection, question.schema, question.name);
  if (question.kind === 'observedRows') return observations.rowsOf(question.keys);
  return storedResult(question.name, history, dataDir, callerOfScope(question.scope));
}

async function storedResult(
  runId: string,
  history: History,
  dataDir: string,
  caller: Pick<Caller, 'id' | 'connections'> | undefined,
): Promise<StoredResult> {
  const run = await history.run(runId).catch(() => undefined);
  const isHidden = caller !== undefined && !(await mayReadRun(caller, history.access.owners, runId));
  if (run === undefined || !run.hasResult || isHidden) {
    throw new JoineryError('unknown_table', `There is no stored result "${runId}".`, {
      hint: 'A stored result is named by its run: results."<run id>".',
    });
  }
  return {
    path: resultPath(dataDir, run.id),
    columns: run.columns,
    rows: run.rows,
    title: await resultTitle(run, history),
  };
}

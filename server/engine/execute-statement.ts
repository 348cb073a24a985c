import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineDependencies, EngineRequest } from './engine.ts';
import { translateExecutionError } from './execute/execution-error.ts';
import { ExecutionLayout } from './execute/lay-out.ts';
import { ResultWriter } from './execute/result-writer.ts';
import type { RunFolder } from './execute/run-folder.ts';
import type { RunInstance } from './execute/run-instance.ts';
import { profileInto, scannedRows } from './execute/scan-profile.ts';
import { makeFifos, releaseReader } from './fetch/fifo.ts';
import { feedPipe, type OpenFetch, openFetch } from './fetch/open-fetch.ts';
import type { PlannedStatement } from './plan-statement.ts';
import type { Sessions } from './sessions.ts';

/** What one run holds; the caller owns and disposes it. */
export interface ExecutionContext {
  readonly instance: RunInstance;
  readonly folder: RunFolder;
  readonly sessions: Sessions;
  readonly dependencies: EngineDependencies;
}

export interface Written {
  readonly rows: number;
  readonly truncated: boolean;
  readonly resultBytes: number;
}

/** Steps 6 and 7 of engine.md: fetches in parallel, streamed through pipes, and the user's own statement over them into the stored result. */
export async function executeStatement(
  planned: PlannedStatement,
  request: EngineRequest,
  context: ExecutionContext,
  signal: AbortSignal,
): Promise<Written> {
  const { instance, folder, sessions, dependencies } = context;
  const stop = new AbortController();
  const fetchSignal = AbortSignal.any([signal, stop.signal]);
  const pipeOf = (fetch: { readonly plan: OpenFetch['plan'] }): string => folder.file(fetch.plan.needs.scan);
  const pipes = planned.fetches.map(pipeOf);
  let opened: readonly OpenFetch[] = [];
  let isEnded = false;
  let sourceError: unknown;
  const feeds: Promise<void>[] = [];
  const halt = (): void => {
    stop.abort();
    void haltDuckDB(instance, pipes, () => isEnded);
  };
  signal.addEventListener('abort', halt, { once: true });
  try {
    const result = await ResultWriter.attach(instance.connection, folder.file('result.duckdb'));
    [opened] = await Promise.all([openAll(planned, sessions, dependencies, fetchSignal), makeFifos(pipes)]);
    const layout = new ExecutionLayout(instance, pipeOf);
    await layout.attachStoredResults(opened);
    const profile = folder.file('profile.json');
    const hasRelations = opened.some(({ stream }) => stream.kind === 'relation');
    if (hasRelations) await profileInto(instance.connection, profile);
    const spillBytes = dependencies.limits.runSpillBytes;
    const files = opened.flatMap(({ stream }) => (stream.kind === 'relation' ? stream.paths : []));
    await instance.lock({
      spillDir: folder.file('spill'),
      spillBytes,
      folders: [`${folder.path}/`],
      files,
      threads: availableParallelism() + opened.length,
    });
    await layout.defineViews(planned.relations, opened);
    const readers = await layout.countReaders(planned.text, opened);
    for (const fetch of opened) {
      feeds.push(
        feedPipe(fetch, pipeOf(fetch), fetchSignal).catch((thrown: unknown) => {
          sourceError ??= thrown;
          halt();
        }),
      );
    }
    const repeated = opened.filter(({ plan }) => (readers.get(plan.needs.scan) ?? 0) > 1);
    await Promise.all(repeated.map((fetch) => layout.materialise(fetch, planned.relations)));
    signal.throwIfAborted();
    await result.write(planned.text, planned.plan.columns.length, request.rowLimit);
    const scanned = hasRelations ? await scannedRows(profile, opened) : undefined;
    const written = await result.cut(request.rowLimit);
    if (sourceError !== undefined) throw sourceError;
    isEnded = true;
    stop.abort();
    await Promise.all(feeds);
    if (sourceError !== undefined) throw sourceError;
    for (const fetch of opened)
      fetch.entry.end('done', { rows: scanned?.get(fetch), capped: fetch.stream.kind === 'csv' });
    return { ...written, resultBytes: await result.publish(request.resultPath) };
  } catch (thrown) {
    throw sourceError ?? (signal.aborted ? signal.reason : translateExecutionError(thrown, opened));
  } finally {
    isEnded = true;
    signal.removeEventListener('abort', halt);
    stop.abort();
    await Promise.allSettled([...feeds, ...opened.map((fetch) => fetch.bytes?.return?.())]);
    for (const { entry } of planned.fetches)
      entry.end(signal.aborted || sourceError !== undefined ? 'cancelled' : 'failed');
  }
}

/** All fetches open, or none: the first error closes the others. */
async function openAll(
  planned: PlannedStatement,
  sessions: Sessions,
  dependencies: EngineDependencies,
  signal: AbortSignal,
): Promise<OpenFetch[]> {
  const stop = new AbortController();
  const both = AbortSignal.any([signal, stop.signal]);
  const settled = await Promise.allSettled(
    planned.fetches.map(({ plan, entry }) =>
      openFetch(plan, entry, sessions, (name) => dependencies.storedResult(name), both).catch((thrown: unknown) => {
        stop.abort();
        throw thrown;
      }),
    ),
  );
  const opened = settled.filter((outcome) => outcome.status === 'fulfilled').map((outcome) => outcome.value);
  const failed = settled.filter((outcome) => outcome.status === 'rejected').map((outcome) => outcome.reason as unknown);
  if (failed.length === 0) return opened;
  await Promise.allSettled(opened.map((fetch) => fetch.bytes?.return?.()));
  throw failed.find((reason) => reason instanceof Error && reason.name !== 'Cancelled') ?? failed[0];
}

/** Interrupts DuckDB and wakes threads of it that wait at a pipe, until the run has ended. */
async function haltDuckDB(instance: RunInstance, pipes: readonly string[], isEnded: () => boolean): Promise<void> {
  while (!isEnded()) {
    instance.interrupt();
    await Promise.allSettled(pipes.map(releaseReader));
    await delay(10);
  }
}

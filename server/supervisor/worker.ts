/** Entry of an engine process: a LocalEngine behind messages. It ends when its parent goes away. */

import type { ConnectionConfig } from '../config/config.ts';
import type { TableInfo } from '../connectors/connector.ts';
import type { StoredResult } from '../engine/engine.ts';
import { LocalEngine } from '../engine/local-engine.ts';
import { Cancelled, JoineryError, toJoineryError } from '../errors.ts';
import { createLog } from '../log.ts';
import { Connectors } from './connectors.ts';
import type {
  Answer,
  Ending,
  FromProcess,
  ProcessConnection,
  ProcessSettings,
  Question,
  ToProcess,
} from './protocol.ts';
import { mostMemoryBytes } from './watchdog.ts';

const MEMORY_INTERVAL_MS = 50;

// A server that has just gone away is told by `disconnect`; without the callback the failed message would end the process before it has cleared up.
const send = (message: FromProcess): void => {
  if (process.connected) process.send?.(message, () => {});
};

const jobs = new Map<number, AbortController>();
const working = new Set<Promise<void>>();
const questions = new Map<number, PromiseWithResolvers<Answer>>();
let questionCount = 0;
let engine: LocalEngine | undefined;
let connectors: Connectors | undefined;

function ask(content: Question): Promise<Answer> {
  const question = ++questionCount;
  const pending = Promise.withResolvers<Answer>();
  questions.set(question, pending);
  send({ type: 'question', question, content });
  return pending.promise;
}

async function start(settings: ProcessSettings): Promise<void> {
  const log = createLog(settings.logLevel);
  const open = new Connectors(configsOf(settings.connections), settings.baseDir, log);
  connectors = open;
  engine = new LocalEngine({
    get connectionIds() {
      return open.ids;
    },
    connector: (id) => open.get(id),
    catalog: {
      lookup: async (connection, schema, name) =>
        (await ask({ kind: 'lookup', connection, schema, name })) as TableInfo,
    },
    storedResult: async (name, scope) => (await ask({ kind: 'storedResult', name, scope })) as StoredResult,
    observations: {
      rowsOf: async (keys) => (await ask({ kind: 'observedRows', keys })) as readonly (number | undefined)[],
      note: (observations) => send({ type: 'observed', observations }),
    },
    tempDir: settings.tempDir,
    limits: settings.limits,
    log,
  });
  // What cannot be made ahead, on a full disk say, is tried again and told by the run that needs it.
  await engine
    .warmUp()
    .catch((thrown: unknown) => log.warn({ err: thrown }, 'Nothing could be made ahead of the first run'));
  guardMemory(mostMemoryBytes(settings.limits.runMemoryBytes));
  send({ type: 'ready' });
}

/** DuckDB's own limit does not count what single expressions hold. */
function guardMemory(mostBytes: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() > mostBytes) send({ type: 'memory' });
  }, MEMORY_INTERVAL_MS).unref();
}

const configsOf = (connections: readonly ProcessConnection[]): ConnectionConfig[] =>
  connections.map(({ error, ...connection }) => ({
    ...connection,
    color: 1,
    mark: '',
    ...(error === undefined ? {} : { error: JoineryError.fromShape(error) }),
  }));

async function work<T>(job: number, task: (signal: AbortSignal) => Promise<T>): Promise<Ending<T>> {
  const controller = new AbortController();
  jobs.set(job, controller);
  try {
    return { kind: 'value', value: await task(controller.signal) };
  } catch (thrown) {
    if (controller.signal.aborted || thrown instanceof Cancelled) return { kind: 'cancelled' };
    const error = toJoineryError(thrown);
    if (error.class === 'internal')
      process.stderr.write(
        `${JSON.stringify({ level: 50, msg: 'The engine met an unexpected fault', fault: placeOf(thrown) })}\n`,
      );
    return { kind: 'error', error: error.toShape() };
  } finally {
    jobs.delete(job);
  }
}

/** For the log: kind and place of a fault, without the message, which could hold values. */
function placeOf(thrown: unknown): string {
  const error = thrown instanceof JoineryError && thrown.cause !== undefined ? thrown.cause : thrown;
  return error instanceof Error
    ? `${error.name} ${(error.stack ?? '').split('\n').slice(1, 6).join(' ').trim()}`
    : typeof error;
}

async function stop(): Promise<void> {
  for (const controller of jobs.values()) controller.abort();
  await Promise.allSettled(working);
  await engine?.close();
  await connectors?.close();
  process.exit(0);
}

process.on('message', (message: ToProcess) => {
  if (message.type === 'settings') void start(message.settings);
  else if (message.type === 'connections') connectors?.apply(configsOf(message.connections));
  else if (message.type === 'cancel') jobs.get(message.job)?.abort();
  else if (message.type === 'answer') {
    const pending = questions.get(message.question);
    questions.delete(message.question);
    if (message.error !== undefined) pending?.reject(JoineryError.fromShape(message.error));
    else if (message.value !== undefined) pending?.resolve(message.value);
  } else {
    const work = handle(message).finally(() => working.delete(work));
    working.add(work);
  }
});
process.on('disconnect', () => void stop());
// Ctrl+C reaches the whole group; the parent decides when to stop.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => void stop());

async function handle(message: Extract<ToProcess, { type: 'run' | 'explain' }>): Promise<void> {
  const { job } = message;
  const ending = await work(job, async (signal) => {
    if (engine === undefined) throw new JoineryError('internal', 'The engine has no settings yet.');
    return message.type === 'run'
      ? await engine.run(message.request, signal, (state) => send({ type: 'state', job, state }))
      : await engine.explain(message.request, signal);
  });
  send({ type: 'end', job, ending });
}

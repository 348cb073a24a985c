import type { ErrorShape } from '../contract/errors.ts';
import { isEnded, type Run } from '../contract/run.ts';
import { ClientError, toErrorShape } from './answer.ts';
import { streamRun } from './run-stream.ts';

export interface RunState {
  /** Last known state; undefined until the first frame. */
  readonly run: Run | undefined;
  /** Why the run cannot be read: gone, refused, or the server is away (then it is tried again). */
  readonly error: ErrorShape | undefined;
}

interface Entry {
  state: RunState;
  readonly listeners: Set<() => void>;
  abort: AbortController | undefined;
}

const nothing: RunState = { run: undefined, error: undefined };
const firstRetryMs = 500;
const longestRetryMs = 5000;

/**
 * Runs that the page looks at, by id. A run is watched while somebody listens and it has not ended; switching tabs keeps what is known, and
 * closing the stream cancels nothing.
 */
export class RunStore {
  readonly #entries = new Map<string, Entry>();

  get(runId: string | undefined): RunState {
    return runId === undefined ? nothing : (this.#entries.get(runId)?.state ?? nothing);
  }

  /** Takes a state known from elsewhere, such as the answer that started the run. An ended state is never overwritten by an older one. */
  put(run: Run): void {
    const entry = this.#entry(run.id);
    if (entry.state.run !== undefined && isEnded(entry.state.run.status) && !isEnded(run.status)) return;
    this.#set(entry, { run, error: undefined });
  }

  subscribe(runId: string, listener: () => void): () => void {
    const entry = this.#entry(runId);
    entry.listeners.add(listener);
    if (entry.abort === undefined && !hasEnded(entry)) this.#watch(runId, entry);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      entry.abort?.abort();
      entry.abort = undefined;
    };
  }

  /** Settles with the ended run; rejects with a ClientError if it cannot be read any more. */
  whenEnded(runId: string): Promise<Run> {
    return new Promise((resolve, reject) => {
      let unsubscribe = () => {};
      const look = () => {
        const { run, error } = this.get(runId);
        if (run !== undefined && isEnded(run.status)) resolve(run);
        else if (error !== undefined && error.code !== 'internal') reject(new ClientError(error));
        else return;
        queueMicrotask(() => unsubscribe());
      };
      unsubscribe = this.subscribe(runId, look);
      look();
    });
  }

  #entry(runId: string): Entry {
    const known = this.#entries.get(runId);
    if (known !== undefined) return known;
    const entry: Entry = { state: nothing, listeners: new Set(), abort: undefined };
    this.#entries.set(runId, entry);
    return entry;
  }

  #set(entry: Entry, state: RunState): void {
    entry.state = state;
    for (const listener of [...entry.listeners]) listener();
  }

  async #watch(runId: string, entry: Entry): Promise<void> {
    const abort = new AbortController();
    entry.abort = abort;
    for (let retryMs = firstRetryMs; !abort.signal.aborted; retryMs = Math.min(retryMs * 2, longestRetryMs)) {
      try {
        for await (const run of streamRun(runId, abort.signal)) {
          retryMs = firstRetryMs;
          this.#set(entry, { run, error: undefined });
        }
        if (hasEnded(entry)) break;
      } catch (thrown) {
        if (abort.signal.aborted) return;
        const error = toErrorShape(thrown);
        this.#set(entry, { run: entry.state.run, error });
        if (error.class === 'user') break;
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
    if (entry.abort === abort) entry.abort = undefined;
  }
}

const hasEnded = (entry: Entry): boolean => entry.state.run !== undefined && isEnded(entry.state.run.status);

/** The page's one store. */
export const runStore = new RunStore();

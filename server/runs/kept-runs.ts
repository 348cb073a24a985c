/** Runs that this server does not have at work: ended ones, and those of the other servers over one database. */
import { setTimeout as delay } from 'node:timers/promises';
import { isEnded, type RunFrame } from '../../lib/contract/run.ts';
import { JoineryError } from '../errors.ts';
import type { Presence } from '../history/index.ts';
import type { HistoryService } from '../workbench.ts';
import type { LiveRun } from './live-run.ts';

/** How often servers over one database look what the others ask of them, and let them know how far their runs are. */
const SHARE_INTERVAL_MS = 1_000;
/** How long a server may take to stop a run for another one. */
const STOP_PATIENCE_MS = 20_000;

interface KeptRunsOptions {
  readonly history: Pick<HistoryService, 'run' | 'updateRun'>;
  /** The servers over one database, where there are several. */
  readonly others?: Pick<Presence, 'askStop' | 'stopsAsked'> | undefined;
  /** Those that this server has at work. */
  readonly live: ReadonlyMap<string, LiveRun>;
}

export class KeptRuns {
  readonly #options: KeptRunsOptions;
  readonly #timer: NodeJS.Timeout | undefined;

  constructor(options: KeptRunsOptions) {
    this.#options = options;
    if (options.others === undefined) return;
    this.#timer = setInterval(() => void this.#share(), SHARE_INTERVAL_MS);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Its state now; where there are several servers, each later one too, which the other tells the database now and then. */
  async *watch(runId: string, signal: AbortSignal): AsyncGenerator<RunFrame> {
    let last = '';
    while (!signal.aborted) {
      const run = await this.#options.history.run(runId);
      const text = JSON.stringify(run);
      if (text !== last) yield { type: 'run', run };
      last = text;
      if (this.#options.others === undefined || isEnded(run.status)) return;
      await delay(SHARE_INTERVAL_MS / 2, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Settles when the server that has it at work has stopped it. */
  async stop(runId: string): Promise<void> {
    const { others, history } = this.#options;
    if (others === undefined || isEnded((await history.run(runId)).status)) return;
    await others.askStop(runId);
    const patience = AbortSignal.timeout(STOP_PATIENCE_MS);
    for await (const { run } of this.watch(runId, patience)) if (isEnded(run.status)) return;
    throw new JoineryError('internal', 'The server that has this run at work does not answer.', {
      hint: 'If it has ended, the run is marked interrupted within a minute. If it is only slow, it stops the run when it can.',
    });
  }

  /** What concerns the other servers, until the next time. */
  async #share(): Promise<void> {
    const { others, history } = this.#options;
    const live = [...this.#options.live.values()].filter(
      ({ sharing, isEnding }) => sharing === undefined && isEnding === undefined,
    );
    if (others === undefined || live.length === 0) return;
    try {
      for (const runId of await others.stopsAsked(live.map(({ run }) => run.id)))
        this.#options.live.get(runId)?.controller.abort();
    } catch {
      // The database is away: presence says so in the log, and the next round asks again.
      return;
    }
    for (const one of live) {
      const { run, shared, controller } = one;
      if (run === shared || one.isEnding === true || controller.signal.aborted) continue;
      one.sharing = one.kept
        .then(() => history.updateRun(run))
        .then(
          () => {
            one.shared = run;
          },
          () => undefined,
        )
        .finally(() => {
          delete one.sharing;
        });
    }
  }
}

import type { Run } from '../../lib/contract/run.ts';
import { type LaneFigures, Metrics, type RequestFigures } from './metrics.ts';
import { type Readiness, type ReadinessParts, readinessOf } from './readiness.ts';

export interface OperationsOptions extends ReadinessParts {
  readonly lanes: Readonly<Record<string, () => LaneFigures>>;
  /** Takes no new runs; settles when those that go have ended, at the latest after `limitMs`, and answers how many had to be stopped. */
  readonly drain: (limitMs: number) => Promise<number>;
  /** Opens `/metrics` to who presents it, such as Prometheus itself. Absent = only to who has signed in. */
  readonly scrapeToken?: string | undefined;
}

/** What somebody who keeps a server running asks of it, and what the server tells it. */
export class Operations {
  readonly #options: OperationsOptions;
  readonly #metrics: Metrics;
  #isStopping = false;

  constructor(options: OperationsOptions) {
    this.#options = options;
    this.#metrics = new Metrics(options.lanes);
  }

  get scrapeToken(): string | undefined {
    return this.#options.scrapeToken;
  }

  readiness(): Promise<Readiness> {
    return readinessOf(this.#options, this.#isStopping);
  }

  metrics(): Promise<{ readonly contentType: string; readonly text: string }> {
    return this.#metrics.text();
  }

  runEnded(run: Run): void {
    this.#metrics.runEnded(run);
  }

  requestEnded(request: RequestFigures): void {
    this.#metrics.requestEnded(request);
  }

  /** From now on the server is not ready and starts no runs. */
  drain(limitMs: number): Promise<number> {
    this.#isStopping = true;
    return this.#options.drain(limitMs);
  }
}

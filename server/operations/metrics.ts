/** Figures for Prometheus. Labels are few and fixed: no statement, person, connection or address is one. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Run } from '../../lib/contract/run.ts';
import { routePattern } from './route-pattern.ts';

export interface LaneFigures {
  readonly processes: number;
  readonly running: number;
  readonly waiting: number;
}

export interface RequestFigures {
  readonly method: string;
  /** As sent, with its query. */
  readonly url: string;
  readonly status: number;
  readonly seconds: number;
}

const RUN_SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];
const REQUEST_SECONDS = [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export class Metrics {
  readonly #registry = new Registry();
  readonly #runs: Counter<'status'>;
  readonly #stages: Histogram<'stage'>;
  readonly #rows: Counter<'kind'>;
  readonly #bytes: Counter<'kind'>;
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  /** `lanes` are asked when the figures are: runs, and the small questions beside them. */
  constructor(lanes: Readonly<Record<string, () => LaneFigures>>) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#runs = new Counter({
      name: 'joinery_runs_total',
      help: 'Runs that have ended, by how.',
      labelNames: ['status'],
      registers,
    });
    this.#stages = new Histogram({
      name: 'joinery_run_seconds',
      help: 'Time of runs by stage: queue, plan, execute, total.',
      labelNames: ['stage'],
      buckets: RUN_SECONDS,
      registers,
    });
    this.#rows = new Counter({
      name: 'joinery_rows_total',
      help: 'Rows fetched from sources, and stored in results.',
      labelNames: ['kind'],
      registers,
    });
    this.#bytes = new Counter({
      name: 'joinery_bytes_total',
      help: 'Bytes fetched from sources, and stored in results.',
      labelNames: ['kind'],
      registers,
    });
    this.#requests = new Histogram({
      name: 'joinery_http_request_seconds',
      help: 'Time from a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: REQUEST_SECONDS,
      registers,
    });
    for (const [figure, help] of [
      ['processes', 'Engine processes.'],
      ['running', 'Statements at work.'],
      ['waiting', 'Statements that wait for their turn.'],
    ] as const) {
      new Gauge({
        name: `joinery_engine_${figure}`,
        help,
        labelNames: ['lane'],
        registers,
        collect() {
          for (const [lane, figures] of Object.entries(lanes)) this.set({ lane }, figures()[figure]);
        },
      });
    }
  }

  runEnded({ status, timings, fetches, rows, resultBytes }: Run): void {
    this.#runs.inc({ status });
    for (const [stage, ms] of [
      ['queue', timings.queueMs],
      ['plan', timings.planMs],
      ['execute', timings.executeMs],
      ['total', timings.totalMs],
    ] as const)
      this.#stages.observe({ stage }, ms / 1000);
    for (const fetch of fetches) {
      this.#rows.inc({ kind: 'fetched' }, fetch.rows);
      this.#bytes.inc({ kind: 'fetched' }, fetch.bytes);
    }
    this.#rows.inc({ kind: 'stored' }, rows);
    this.#bytes.inc({ kind: 'stored' }, resultBytes);
  }

  requestEnded({ method, url, status, seconds }: RequestFigures): void {
    const known = methods.has(method) ? method : 'other';
    this.#requests.observe({ method: known, route: routePattern(url, status), status: String(status) }, seconds);
  }

  async text(): Promise<{ readonly contentType: string; readonly text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}

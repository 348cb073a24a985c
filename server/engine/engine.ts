/** What the engine promises to the run service, the CLI and its own worker process. */
import type { StatementParameter } from '../../lib/contract/parameter.ts';
import type { JsonCell } from '../../lib/contract/result.ts';
import type { Explanation, Fetch, Pushdown, ResultColumn, RunTimings } from '../../lib/contract/run.ts';
import type { Connector, TableInfo } from '../connectors/connector.ts';
import type { Log } from '../log.ts';
import type { RunScope } from './scope.ts';

export interface EngineRequest {
  readonly runId: string;
  readonly text: string;
  /** `federated` or a connection id. */
  readonly target: string;
  readonly rowLimit: number | null;
  readonly pushdown: Pushdown;
  /** Values of the placeholders `{{name}}` in `text`. */
  readonly parameters?: readonly StatementParameter[] | undefined;
  /**
   * File that the result is written to (a DuckDB file, table `main.result`, columns `c0`...); must not exist. Removed again on failure. Absent:
   * the rows come back in the outcome, so `rowLimit` must be small.
   */
  readonly resultPath?: string | undefined;
  /** What it may use; absent = everything. */
  readonly scope?: RunScope | undefined;
}

/** State of a run as far as the engine knows it; each update repeats the whole. */
export interface EngineState {
  readonly stage: 'planning' | 'running';
  readonly fetches: readonly Fetch[];
  readonly columns: readonly ResultColumn[];
  readonly planMs: number;
  readonly executeMs: number;
}

export interface EngineOutcome {
  readonly fetches: readonly Fetch[];
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  readonly truncated: boolean;
  readonly resultBytes: number;
  /** Encoded rows; only of a request without `resultPath`. */
  readonly inlineRows?: readonly (readonly JsonCell[])[] | undefined;
  readonly peakMemoryBytes: number;
  readonly timings: Omit<RunTimings, 'queueMs'>;
}

export interface Engine {
  /**
   * Runs one statement into `resultPath`. Rejects with `Cancelled` when `signal` aborts, else with a `JoineryError`; in both cases nothing is
   * left at the sources or on the disk. `onState` is called at most ten times a second, and once when the fetches are known.
   */
  run(request: EngineRequest, signal: AbortSignal, onState: (state: EngineState) => void): Promise<EngineOutcome>;
  /** What `run` would send where. Reads no rows; native parts are described by their source. */
  explain(
    request: Pick<EngineRequest, 'text' | 'target' | 'pushdown' | 'rowLimit' | 'parameters' | 'scope'>,
    signal: AbortSignal,
  ): Promise<Explanation>;
  close(): Promise<void>;
}

/** Metadata as the binder needs it; see CatalogService.lookup. */
export interface CatalogLookup {
  lookup(connection: string, schema: string | undefined, name: string): Promise<TableInfo>;
}

/** A stored result as an input: `results.<name>`. */
export interface StoredResult {
  readonly path: string;
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
  /** What people call it, for the ledger. */
  readonly title?: string | undefined;
}

/** Rows that one kind of fetch brought. */
export interface Observation {
  readonly key: string;
  readonly rows: number;
}

/** What earlier runs saw, by a key that the engine makes. */
export interface Observations {
  /** For each key the rows seen last, or undefined. */
  rowsOf(keys: readonly string[]): Promise<readonly (number | undefined)[]>;
  note(observations: readonly Observation[]): void;
}

export interface EngineDependencies {
  /** Ids of all configured connections, broken ones too. */
  readonly connectionIds: readonly string[];
  /** Throws `unknown_connection`, or the connection's own configuration error. */
  connector(id: string): Connector;
  readonly catalog: CatalogLookup;
  /** Throws `unknown_table` if there is no such stored result, or whoever `scope` is for may not read it. */
  storedResult(name: string, scope?: RunScope): Promise<StoredResult>;
  /** Folder for pipes and spill files; each run makes and removes its own inside. */
  readonly tempDir: string;
  readonly limits: { readonly runTimeMs: number; readonly runMemoryBytes: number; readonly runSpillBytes: number };
  readonly log: Log;
  /** Estimates from earlier runs; absent = only those of the sources. */
  readonly observations?: Observations | undefined;
  /** Sends keys and packs rows wherever that is right, also where it does not pay (packs none without pushdown): for tests over small tables. Default false. */
  readonly reducesAlways?: boolean;
}

/** Messages between the server and an engine process. Structured clone carries them; errors travel as their shape. */
import type { ConnectionPolicy } from '../../lib/contract/connection.ts';
import type { ErrorShape } from '../../lib/contract/errors.ts';
import type { Explanation } from '../../lib/contract/run.ts';
import type { TableInfo } from '../connectors/connector.ts';
import type { EngineOutcome, EngineRequest, EngineState, Observation, StoredResult } from '../engine/engine.ts';
import type { RunScope } from '../engine/scope.ts';

/** A connection as the process needs it: options with resolved secrets come by message, never by environment. */
export interface ProcessConnection {
  readonly id: string;
  readonly driver: string;
  readonly options?: unknown;
  readonly policy?: ConnectionPolicy;
  readonly error?: ErrorShape;
}

export interface ProcessSettings {
  readonly connections: readonly ProcessConnection[];
  readonly baseDir: string;
  readonly tempDir: string;
  readonly limits: { readonly runTimeMs: number; readonly runMemoryBytes: number; readonly runSpillBytes: number };
  readonly logLevel: string;
}

export type ExplainRequest = Pick<EngineRequest, 'text' | 'target' | 'pushdown' | 'rowLimit' | 'parameters' | 'scope'>;

/** Metadata that the process asks the server for. */
export type Question =
  | { readonly kind: 'lookup'; readonly connection: string; readonly schema: string | undefined; readonly name: string }
  | { readonly kind: 'storedResult'; readonly name: string; readonly scope?: RunScope | undefined }
  | { readonly kind: 'observedRows'; readonly keys: readonly string[] };
export type Answer = TableInfo | StoredResult | readonly (number | undefined)[];

export type ToProcess =
  | { readonly type: 'settings'; readonly settings: ProcessSettings }
  | { readonly type: 'connections'; readonly connections: readonly ProcessConnection[] }
  | { readonly type: 'run'; readonly job: number; readonly request: EngineRequest }
  | { readonly type: 'explain'; readonly job: number; readonly request: ExplainRequest }
  | { readonly type: 'cancel'; readonly job: number }
  | { readonly type: 'answer'; readonly question: number; readonly value?: Answer; readonly error?: ErrorShape };

export type Ending<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'error'; readonly error: ErrorShape };

export type FromProcess =
  | { readonly type: 'ready' }
  | { readonly type: 'state'; readonly job: number; readonly state: EngineState }
  | { readonly type: 'end'; readonly job: number; readonly ending: Ending<EngineOutcome | Explanation> }
  /** It holds more memory than it may, and asks to be ended. */
  | { readonly type: 'memory' }
  | { readonly type: 'observed'; readonly observations: readonly Observation[] }
  | { readonly type: 'question'; readonly question: number; readonly content: Question };

/** What config.yaml says, after validation. `load-config.ts` makes it; nothing else reads the file. */
import type { ConnectionPolicy } from '../../lib/contract/connection.ts';
import type { JoineryError } from '../errors.ts';
import type { ReferenceContext } from '../secrets/references.ts';

/** One connection of config.yaml. Either `options` (validated by its driver, secrets resolved) or `error` is set. */
export interface ConnectionConfig {
  readonly id: string;
  readonly driver: string;
  /** 1 to 8. */
  readonly color: number;
  /** Two letters. */
  readonly mark: string;
  readonly options?: unknown;
  /** Options as they stand in the file, fit to be shown: of secrets only the reference, or that there is one. */
  readonly written?: Readonly<Record<string, unknown>>;
  /** What `policy:` says, or what was chosen on the Connections screen. Absent = the defaults. */
  readonly policy?: ConnectionPolicy;
  /** Who may use it in team mode besides admins, as config.yaml says it: roles and e-mail addresses. Absent = as granted in the workbench. */
  readonly access?: readonly string[];
  /** Why this connection cannot be used; the others are not touched by it. */
  readonly error?: JoineryError;
}

/** Limits of a run and of the server. Every limit is declared here and nowhere else; docs/configuration.md lists them. */
export interface Limits {
  /** Default 600,000. */
  readonly runTimeMs: number;
  /** Memory of one engine process for DuckDB; beyond it, DuckDB spills. Default a quarter of the machine's, at most 4 GiB. */
  readonly runMemoryBytes: number;
  /** Disk that one run may spill. Default 50 GiB. */
  readonly runSpillBytes: number;
  /** Runs at the same time. Default 2. */
  readonly concurrentRuns: number;
  /** Runs waiting; more are refused with `queue_full`. Default 100. */
  readonly queuedRuns: number;
  /** Runs of one person, waiting and at work, in team mode. Default 20. */
  readonly runsPerPerson: number;
  /** Requests with one API token within a minute. Default 600. */
  readonly tokenRequests: number;
  /** Stored results are dropped, oldest first, beyond this size in all. Default 20 GiB. */
  readonly resultStoreBytes: number;
  /** Runs are forgotten when they are older than this, pinned and shared ones excepted. Default three years. */
  readonly historyAgeMs: number;
  /** Beyond so many runs the oldest are forgotten, pinned and shared ones excepted. Default 1,000,000. */
  readonly historyRuns: number;
  /** Introspection of one connection. Default 60,000. */
  readonly introspectTimeMs: number;
  /** Age at which the catalog of a connection is refreshed in the background. Default 86,400,000 (a day). */
  readonly catalogMaxAgeMs: number;
}

/** The model that the assistant may ask. */
export interface AssistantConfig {
  /** `openai-compatible`: any server with OpenAI's chat/completions at `baseURL`. */
  readonly provider: 'openai' | 'openai-compatible' | 'anthropic';
  readonly model: string;
  /** Any server with OpenAI's protocol; absent = OpenAI's own. */
  readonly baseURL?: string;
  /** Secret. Servers on this machine often need none. */
  readonly apiKey?: string;
  /** Which of the two protocols: `chat` (chat/completions) is what compatible servers speak. */
  readonly api: 'responses' | 'chat';
  /** Time for one answer. Default 60,000. */
  readonly timeoutMs: number;
  /** Price of a million tokens, in any currency, for the costs that are shown. */
  readonly inputPrice?: number;
  readonly outputPrice?: number;
  /** Why it cannot be asked, such as a key that is not set; all else works. */
  readonly error?: JoineryError;
}

/** How people sign in. */
export interface AuthConfig {
  readonly mode: 'local' | 'team';
  /** Origin under which people reach the server, such as that of the proxy before it. */
  readonly publicUrl?: string;
  /** Further `Host` headers that it answers to, in lower case with their port. */
  readonly hosts: readonly string[];
  /** Whether people may sign in with e-mail address and password. */
  readonly passwords: boolean;
  /** `open`: whoever a provider vouches for becomes a viewer. */
  readonly signUp: 'invitation' | 'open';
  /** Time from signing in to the end of the session. Default 14 days. */
  readonly sessionMs: number;
  /** The address of whoever asks stands in the last `X-Forwarded-For`. */
  readonly trustsProxy: boolean;
  readonly providers: readonly {
    readonly id: string;
    readonly name: string;
    readonly discoveryUrl: string;
    readonly clientId: string;
    /** Secret. */
    readonly clientSecret?: string;
  }[];
}

/** Joinery's own database for several web servers. */
export interface DatabaseConfig {
  /** `postgres://...`. Secret. */
  readonly url: string;
  /** Connections that one server holds at most. Default 10. */
  readonly connections: number;
}

export interface Config {
  /** Absolute path of config.yaml. */
  readonly path: string;
  /** Folder of the file; relative paths in it start there. */
  readonly baseDir: string;
  /** Where Joinery keeps its own files (history, results, metadata). Absolute. Default `data` beside config.yaml. */
  readonly dataDir: string;
  readonly connections: readonly ConnectionConfig[];
  readonly limits: Limits;
  /** Absent = SQLite in the data folder, for one server. */
  readonly database?: DatabaseConfig;
  /** Absent = local mode: one person, on this machine. */
  readonly auth?: AuthConfig;
  /** Absent = no model is ever asked. */
  readonly assistant?: AssistantConfig;
  /** What references are resolved with: variables of the environment and of `.env`. Holds secrets: never shown, never logged. */
  readonly references: ReferenceContext;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Absent = text on a terminal, JSON anywhere else. */
  readonly logFormat?: 'json' | 'text' | undefined;
  /** Such as "a password stands in the file itself". */
  readonly warnings: readonly string[];
}

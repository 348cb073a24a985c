/**
 * The application behind the page, the HTTP answers and the CLI: one object that owns the configuration, the catalog, the runs, the stored
 * results and the history. Routes and actions parse their input and call this; they hold no logic of their own.
 */
import type {
  AssistantAnswer,
  AssistantCall,
  AssistantPayload,
  AssistantQuestion,
  AssistantStatus,
  ChatFrame,
  Conversation,
} from '../lib/contract/assistant.ts';
import type {
  ColumnsAnswer,
  ConnectionsAnswer,
  SchemasAnswer,
  SearchAnswer,
  TablesAnswer,
} from '../lib/contract/catalog.ts';
import type { Comment } from '../lib/contract/comment.ts';
import type {
  ConnectionDetail,
  ConnectionPolicy,
  ConnectionTestAnswer,
  ConnectionUses,
  DriverDescription,
  SaveConnection,
} from '../lib/contract/connection.ts';
import type { DescriptionFormat, ResultDescription } from '../lib/contract/description.ts';
import type {
  DictionaryChange,
  DictionaryFormat,
  DictionaryImport,
  DictionaryList,
  DictionaryQuery,
  DictionaryTable,
  DictionaryTexts,
  ImportReport,
  TableProposals,
} from '../lib/contract/dictionary.ts';
import type { DocumentKind, SaveDocument, SqlDocument } from '../lib/contract/document.ts';
import type { Position } from '../lib/contract/errors.ts';
import type { HistoryQuery, RetentionStatus } from '../lib/contract/history.ts';
import type { JoinDocument } from '../lib/contract/join.ts';
import type { JoinCounts, JoinExamples } from '../lib/contract/join-routes.ts';
import type { XrayFrame } from '../lib/contract/join-xray.ts';
import type { FiguresProgress, PerformanceAnswer, PerformanceQuery } from '../lib/contract/performance.ts';
import type {
  NewShare,
  Query,
  QueryList,
  QueryVersion,
  SaveQuery,
  Share,
  SharedView,
  ShareRequest,
} from '../lib/contract/query.ts';
import type {
  ChartAnswer,
  ChartSpec,
  ColumnSummary,
  ExportFormat,
  PreparedView,
  ResultView,
  ResultWindow,
  StoredResults,
} from '../lib/contract/result.ts';
import type { Explanation, HistoryAnswer, Run, RunFrame, StartRun } from '../lib/contract/run.ts';
import type { SuggestFrame, SuggestRequest, TableReference } from '../lib/contract/suggestion.ts';
import type {
  AuditService,
  GrantService,
  PeopleService,
  QuerySharingService,
  TokenService,
} from './access/services.ts';
import type { TableInfo } from './connectors/connector.ts';

/** Cached metadata of all connections. Reads never wait for a source, except the first read of a connection never introspected. */
export interface CatalogService {
  connections(): ConnectionsAnswer;
  /** Throws `unknown_connection`; throws the connection's own error if it has no cache and cannot be introspected. */
  schemas(connection: string): Promise<SchemasAnswer>;
  tables(
    connection: string,
    schema: string,
    window: { readonly offset: number; readonly limit: number },
  ): Promise<TablesAnswer>;
  columns(connection: string, schema: string, table: string): Promise<ColumnsAnswer>;
  /** Words of the query must all be found in `connection.schema.table`, a column's name or a comment. Empty query finds nothing. Looks only through connections that `mayShow` lets pass. */
  search(query: string, limit: number, mayShow?: (connection: string) => boolean): Promise<SearchAnswer>;
  /**
   * The table that SQL means by `[schema.]name` (undefined schema = the connection's default one); names are matched as DuckDB does, without
   * regard to case. If it is not in the cache, the connection is introspected anew once before `unknown_table` is thrown, whose hint names
   * near misses.
   */
  lookup(connection: string, schema: string | undefined, name: string): Promise<TableInfo>;
  /** Introspects one connection or all, in parallel; a failing one keeps its cache and shows its error. */
  refresh(connection?: string): Promise<void>;
  close(): Promise<void>;
}

export interface RunService {
  /** Queues a run and answers at once with its first state, which is then already kept in history. */
  start(request: StartRun): Promise<Run>;
  /** Stops a run wherever it is: queue, sources, join. Settles when it has ended (within about a second). Ended runs are left as they are. */
  cancel(runId: string): Promise<Run>;
  get(runId: string): Promise<Run>;
  /** The run's state now, then each change (at most ten a second), and last its ended state. Closing the stream cancels nothing. */
  watch(runId: string, signal: AbortSignal): AsyncIterable<RunFrame>;
  explain(request: StartRun, signal: AbortSignal): Promise<Explanation>;
  close(): Promise<void>;
}

/** Stored results by run id. Throws `not_found`, `result_expired`. */
export interface ResultService {
  window(
    runId: string,
    window: { offset: number; limit: number; firstColumn: number; lastColumn: number; view?: ResultView | undefined },
    signal?: AbortSignal,
  ): Promise<ResultWindow>;
  /** Sorts and filters the stored rows, so that windows of the view come fast. Throws `bad_request` for a value that the column cannot hold. */
  prepare(runId: string, view: ResultView, signal: AbortSignal): Promise<PreparedView>;
  /** Figures of one column over the rows that pass the view's filters. */
  summary(runId: string, column: number, view: ResultView, signal: AbortSignal): Promise<ColumnSummary>;
  /** Points of a chart over all rows that pass its filters. Throws `bad_request` for what cannot be drawn. */
  chart(runId: string, spec: ChartSpec, signal: AbortSignal): Promise<ChartAnswer>;
  /**
   * The stored result as a byte stream, whole or as `view` and `columns` (positions, in their order) show it; never runs the statement again.
   * `guardFormulas` (CSV and TSV) puts an apostrophe before text that a spreadsheet would run as a formula; default false, values stay exact.
   */
  export(
    runId: string,
    format: ExportFormat,
    signal: AbortSignal,
    options?: {
      readonly guardFormulas?: boolean | undefined;
      readonly view?: ResultView | undefined;
      readonly columns?: readonly number[] | undefined;
    },
  ): Promise<ResultExport>;
  /** What is stored, newest first. */
  list(): Promise<StoredResults>;
  close(): Promise<void>;
}

export interface ResultExport {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Runs and documents on disk. A promise that has settled is on disk: it survives `kill -9`. */
export interface HistoryService {
  insertRun(run: Run): Promise<void>;
  /** Replaces the kept state of a run. */
  updateRun(run: Run): Promise<void>;
  /** Throws `not_found`. */
  run(runId: string): Promise<Run>;
  /** Newest first. `q` is matched in the text and the error message; runs carry no columns. */
  runs(query: HistoryQuery): Promise<HistoryAnswer>;
  /** Pinned runs are kept beyond retention. Throws `not_found`. */
  pinRun(runId: string, isPinned: boolean): Promise<Run>;
  /** At start: runs still marked as going become `interrupted`. Answers how many. */
  markInterrupted(): Promise<number>;
  /** Figures of the runs that ended in a time range, for the dashboard. Throws `bad_request` for an unknown time zone or too long a range. */
  performance(query: PerformanceQuery): Promise<PerformanceAnswer>;
  /** How far the figures of past runs are made ready, for whoever waits for `performance`; nothing while nothing is. */
  performanceProgress(): Promise<FiguresProgress>;
  /** Open documents by position. */
  openDocuments(): Promise<SqlDocument[]>;
  document(id: string): Promise<SqlDocument>;
  /** `kind` is a statement if it is not said. */
  createDocument(
    document: Pick<SqlDocument, 'title' | 'text' | 'target' | 'rowLimit'> & { kind?: DocumentKind | undefined },
  ): Promise<SqlDocument>;
  /** Throws `conflict` if `version` is not the one kept. */
  saveDocument(document: SaveDocument): Promise<SqlDocument>;
  /** Documents closed most recently first, for "reopen". */
  closedDocuments(limit: number): Promise<SqlDocument[]>;
  close(): Promise<void>;
}

/** How long runs and results are kept, and what people remove themselves. */
export interface RetentionService {
  status(): Promise<RetentionStatus>;
  /** Removes runs that have ended, with their stored results and figures. Throws `not_found`, and `bad_request` for one that still goes. */
  removeRuns(runIds: readonly string[]): Promise<void>;
  /** Removes the stored rows of runs that have ended; the runs stay. Throws `not_found`. */
  dropResults(runIds: readonly string[]): Promise<void>;
}

/** A join document as a statement, or why a statement is none. */
export interface JoinService {
  /**
   * Federated SQL of a document, its output columns, and where each comes from. Throws `unknown_table`, `unknown_column` or `invalid_statement`
   * with the input or key it concerns in the message.
   */
  toSql(document: JoinDocument): Promise<JoinSql>;
  /** The document that says the same as `sql`; or `beyond`: what the builder cannot say, in words, with its position in `sql`. */
  fromSql(sql: string): Promise<JoinFromSql>;
  /**
   * Measures one step on the sources; each frame is the whole state. Ends with `isDone`; an abort ends the probes. `isExact`: counts both sides
   * whatever their size, as long as a run may take, instead of asking small questions.
   */
  xray(
    document: JoinDocument,
    step: number,
    signal: AbortSignal,
    options?: { readonly isExact?: boolean | undefined },
  ): AsyncIterable<XrayFrame>;
  /** Statements whose rows the step leaves behind, for "show": rows of one side with or without a partner. */
  partSql(document: JoinDocument, step: number, part: JoinPart): Promise<string>;
  /** Rows of each side of a step with and without a partner, exact: for a join that has run. */
  counts(document: JoinDocument, step: number, signal: AbortSignal): Promise<JoinCounts>;
  /** What the normalisers of one key do to a few values of each side, those that fail among them. */
  examples(document: JoinDocument, step: number, key: number, signal: AbortSignal): Promise<JoinExamples>;
}
export type JoinPart = 'matched' | 'leftOnly' | 'rightOnly';
export interface JoinSql {
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly input: string; readonly column: string }[];
}
export type JoinFromSql =
  | { readonly document: JoinDocument }
  | { readonly beyond: { readonly reason: string; readonly position?: Position | undefined } };

export interface SuggestService {
  /** Proposals between the tables, refined as probes return; see `suggestFrameSchema`. An abort ends the probes. */
  suggest(request: SuggestRequest, signal: AbortSignal): AsyncIterable<SuggestFrame>;
  /** Tables over all connections that join to this one, from cached profiles and a few probes. */
  partnersOf(table: TableReference, signal: AbortSignal): AsyncIterable<SuggestFrame>;
  /** Not shown again for these tables and pairs until `restore`. */
  dismiss(suggestionId: string): Promise<void>;
  restore(suggestionId: string): Promise<void>;
}

/** Which queries are listed: all words of `q` in title, description, tags or text; last changed first. */
export interface QueryFilter {
  readonly q?: string | undefined;
  readonly tag?: string | undefined;
  readonly collection?: string | undefined;
  readonly isFavourite?: boolean | undefined;
  /** Only those of other people that are shared with the person or the team. */
  readonly isOthers?: boolean | undefined;
  /** Without the tags and collections that there are. */
  readonly isBrief?: boolean | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Saved queries. Throws `not_found`; a promise that has settled is on disk. */
export interface QueryService {
  list(filter: QueryFilter): Promise<QueryList>;
  get(id: string): Promise<Query>;
  /** By its id or its whole title. Throws `bad_request` if several have that title. */
  named(name: string): Promise<Query>;
  /** Throws `conflict` if `version` is not the one kept. Each change of the content is a new version; old ones stay. */
  save(request: SaveQuery): Promise<Query>;
  /** For whoever asks alone. */
  setFavourite(id: string, isFavourite: boolean): Promise<Query>;
  /** With its versions and links. */
  remove(id: string): Promise<void>;
  /** Newest first. */
  versions(id: string): Promise<QueryVersion[]>;
  /** Makes the content of an old version the newest one. */
  restore(id: string, version: number): Promise<Query>;
  /** A link that shows the query as it is now; the token is told only here. */
  share(request: ShareRequest): Promise<NewShare>;
  shares(queryId: string): Promise<Share[]>;
  revoke(shareId: string): Promise<Share>;
  /** What a link opens. Unknown, expired and revoked ones are refused alike. */
  openShared(token: string): Promise<SharedView>;
}

/** What people say about saved queries. Throws `not_found`. */
export interface CommentService {
  /** Oldest first; deleted ones keep their place without their text. */
  list(queryId: string): Promise<Comment[]>;
  add(queryId: string, text: string): Promise<Comment>;
  /** Throws `forbidden` for anybody but the author. */
  edit(commentId: string, text: string): Promise<Comment>;
  resolve(commentId: string, isResolved: boolean): Promise<Comment>;
  /** Throws `forbidden` for anybody but the author. */
  remove(commentId: string): Promise<Comment>;
  /** Query that a comment belongs to. */
  queryOf(commentId: string): Promise<string>;
}

/** Connections as people manage them. Secrets go in and never come out. */
export interface ConnectionService {
  drivers(): DriverDescription[];
  list(): Promise<ConnectionDetail[]>;
  /**
   * Keeps a connection; it works at once, and runs that go keep the one they began with. Throws `config_invalid` with the option it concerns,
   * `conflict` if the version is not the one kept, `forbidden` for one of config.yaml.
   */
  save(request: SaveConnection): Promise<ConnectionDetail>;
  /** Keeps the policy of a connection of either origin. Throws `conflict`, and `forbidden` if config.yaml says the policy itself. */
  savePolicy(id: string, policy: ConnectionPolicy, version: number): Promise<ConnectionDetail>;
  /** Answers at once; the defaults for an unknown connection. */
  policyOf(id: string): ConnectionPolicy;
  /** What names a connection, for the question before it is removed. */
  uses(id: string): Promise<ConnectionUses>;
  /** Tries options without keeping them; those of a kept connection fill in its secrets. Failures are an answer, not an error. */
  test(request: SaveConnection, signal: AbortSignal): Promise<ConnectionTestAnswer>;
  remove(id: string): Promise<void>;
}

/** Descriptions of results, without a model. */
export interface DescriptionService {
  /** The description that was saved, else one composed now with what people wrote for the last run of the same document. */
  get(runId: string): Promise<ResultDescription>;
  /** Throws `conflict` if the version is not the one kept. */
  save(description: ResultDescription): Promise<ResultDescription>;
  exportAs(runId: string, format: DescriptionFormat): Promise<{ readonly fileName: string; readonly text: string }>;
}

export interface AssistantService {
  readonly descriptions: DescriptionService;
  /** Whether a model can be asked. */
  status(): AssistantStatus;
  /** The exact text that the question would send, after the policies of the connections. Sends nothing. */
  payload(question: AssistantQuestion): Promise<AssistantPayload>;
  /** Throws `model_unavailable`; what the page has then stands. Nothing that comes back has run or is kept. */
  ask(question: Exclude<AssistantQuestion, { purpose: 'chat' }>, signal: AbortSignal): Promise<AssistantAnswer>;
  /** Pieces of an answer as they come; ends with `isDone` or the error. An abort ends the model's work. */
  chat(question: Extract<AssistantQuestion, { purpose: 'chat' }>, signal: AbortSignal): AsyncIterable<ChatFrame>;
  /** The audit, newest first. */
  calls(limit: number): Promise<AssistantCall[]>;
  /** What was said in a tab; nothing if nothing is kept. Kept on this server only. */
  conversation(documentId: string): Promise<Conversation>;
  /** Replaces what is kept; without messages nothing is. On disk when it settles. */
  keepConversation(documentId: string, conversation: Conversation): Promise<void>;
}

/**
 * Descriptions of the sources' tables and columns: the sources' comments, what people wrote, and proposals that wait for them. Only what
 * people wrote or confirmed is used elsewhere. `connections` limits an answer to these; absent = all. Throws `unknown_connection`,
 * `unknown_table`, and the connection's own error where its catalog cannot be read.
 */
export interface DictionaryService {
  list(query: DictionaryQuery, connections?: readonly string[]): Promise<DictionaryList>;
  table(table: TableReference): Promise<DictionaryTable>;
  /** On disk, and shown in the catalog, when it settles. Throws `conflict` if the entry is not the one that the change names. */
  save(change: DictionaryChange): Promise<DictionaryTable>;
  /** Proposals from names, keys and figures for what has no description; asks no source and no model. */
  propose(tables: readonly TableReference[]): Promise<DictionaryTable[]>;
  /** Keeps what a model proposed, for what is there and has no description. */
  keepProposals(proposals: TableProposals): Promise<DictionaryTable>;
  /** All proposals of a table become descriptions. */
  confirmAll(table: TableReference): Promise<DictionaryTable>;
  /** `column` absent = all proposals of the table; '' = the one of the table itself. */
  dismiss(table: TableReference, column?: string): Promise<DictionaryTable>;
  /** Throws `bad_request` for a text that is no dbt properties file. */
  importDbt(request: DictionaryImport, connections?: readonly string[]): Promise<ImportReport>;
  exportAs(
    format: DictionaryFormat,
    connections?: readonly string[],
  ): Promise<{ readonly fileName: string; readonly text: string }>;
  /** Kept texts of a table's columns, by name; never fails. */
  notesOf(connection: string, schema: string, table: string): Promise<ReadonlyMap<string, DictionaryTexts>>;
}

export interface Workbench {
  readonly catalog: CatalogService;
  readonly suggestions: SuggestService;
  readonly runs: RunService;
  readonly results: ResultService;
  readonly history: HistoryService;
  readonly retention: RetentionService;
  readonly queries: QueryService;
  readonly comments: CommentService;
  readonly joins: JoinService;
  readonly connections: ConnectionService;
  readonly assistant: AssistantService;
  readonly dictionary: DictionaryService;
  readonly people: PeopleService;
  readonly tokens: TokenService;
  readonly grants: GrantService;
  readonly sharing: QuerySharingService;
  readonly audit: AuditService;
  close(): Promise<void>;
}

/** Runs: what starts one, how its progress streams, and what is kept of it. */
import { z } from 'zod';
import { errorSchema } from './errors.ts';
import { statementParameterSchema } from './parameter.ts';
import { personNameSchema } from './person.ts';

/** `federated` = DuckDB SQL over any connections; anything else is a connection id and the text is in that source's own dialect. */
export const runTargetSchema = z.string().min(1);
export const FEDERATED = 'federated';
export const DEFAULT_ROW_LIMIT = 1000;

export const pushdownSchema = z.enum(['safe', 'off']);
export type Pushdown = z.infer<typeof pushdownSchema>;

/** A statement, or a join as JSON. What is refused is told to whoever wrote it. */
export const statementTextSchema = z
  .string()
  .max(1_048_576, 'longer than 1,048,576 characters, which is the most a statement may have');

export const startRunSchema = z.object({
  text: statementTextSchema.min(1),
  target: runTargetSchema.default(FEDERATED),
  /** Rows kept of the result; one more is looked for, so that `truncated` is honest. null = all. */
  rowLimit: z.number().int().min(1).max(1_000_000_000).nullable().default(DEFAULT_ROW_LIMIT),
  pushdown: pushdownSchema.default('safe'),
  /** Document (editor tab) that it was started from. */
  documentId: z.string().optional(),
  /** Saved query that it is. Who may run only saved queries has to name it, here or by its document. */
  queryId: z.string().max(100).optional(),
  /** Values of the placeholders `{{name}}` in the text; each placeholder needs one. */
  parameters: z.array(statementParameterSchema).max(200).optional(),
});
export type StartRun = z.infer<typeof startRunSchema>;

export const runStatusSchema = z.enum([
  'queued',
  'planning',
  'running',
  'succeeded',
  'failed',
  'cancelled',
  'interrupted',
]);
export type RunStatus = z.infer<typeof runStatusSchema>;
export const isEnded = (status: RunStatus): boolean => !['queued', 'planning', 'running'].includes(status);

/** Where a result column's values come from, when it is a column of a source as it is. */
export const columnOriginSchema = z.object({
  connection: z.string(),
  schema: z.string(),
  table: z.string(),
  column: z.string(),
});
export type ColumnOrigin = z.infer<typeof columnOriginSchema>;

export const resultColumnSchema = z.object({
  /** Name as the statement gives it; may repeat within a result. Columns are told apart by position. */
  name: z.string(),
  /** Clear name to show: the name, with ` (2)`, ` (3)` behind the second and third of the same name. */
  label: z.string(),
  /** DuckDB type: `BIGINT`, `DECIMAL(38,2)`, `STRUCT(a INTEGER)`. */
  type: z.string(),
  origin: columnOriginSchema.optional(),
});
export type ResultColumn = z.infer<typeof resultColumnSchema>;

/** What a source itself says of one query: shown beside our own figures. Every part is optional; a source tells what it keeps. */
export const sourceStatisticsSchema = z.object({
  /** Time that the server worked on it, without sending. */
  serverMs: z.number().optional(),
  /** Time that it waited at the source: a warehouse that starts, a queue. */
  queueMs: z.number().optional(),
  rowsRead: z.number().optional(),
  bytesProcessed: z.number().optional(),
  /** BigQuery: what it is charged for. */
  bytesBilled: z.number().optional(),
  slotMs: z.number().optional(),
  cacheHit: z.boolean().optional(),
  /** Snowflake's warehouse, Trino's resource group. */
  warehouse: z.string().optional(),
  /** By which of its ways the rows came, where a source has several. BigQuery: `Storage Read API` or `REST API`. */
  readBy: z.string().optional(),
  /** Name of the query at the source: job id, query id. */
  queryId: z.string().optional(),
});
export type SourceStatistics = z.infer<typeof sourceStatisticsSchema>;

/** Keys of one fetch that make another one smaller: an arrow in the picture of the plan. */
export const reducerSchema = z.object({
  /** Index of the fetch whose keys are taken, and its column. */
  from: z.number().int(),
  fromColumn: z.string(),
  /** Column of this fetch's table. */
  column: z.string(),
  /** What was sent, once it is known: the distinct keys, only their smallest and largest, or nothing because it would not have paid. */
  form: z.enum(['keys', 'bounds', 'none']).optional(),
  /** Distinct keys sent. */
  keys: z.number().int().optional(),
});
export type Reducer = z.infer<typeof reducerSchema>;

/** One query sent to one connection: a row of the ledger. */
export const fetchSchema = z.object({
  /** Position in the plan, from 0. */
  index: z.number().int(),
  connection: z.string(),
  /** Table fetched as `schema.table`, `native` for a native statement, or the run id of a stored result. */
  relation: z.string(),
  /** What people called a stored result when it was read. */
  title: z.string().optional(),
  /** Exact text sent to the source. */
  sql: z.string(),
  status: z.enum(['planned', 'waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Filters that the source applies (in words of the plan), and those that stay here. */
  pushed: z.array(z.string()),
  kept: z.array(z.string()),
  /** Fetches whose keys reduce this one. */
  reducers: z.array(reducerSchema).optional(),
  estimatedRows: z.number().optional(),
  rows: z.number(),
  /** Bytes that crossed from the source into the engine. */
  bytes: z.number(),
  ms: z.number(),
  /** From sending the statement until the source's first bytes, or its end if none came. Absent for a fetch in place, and in runs of versions that did not take it. */
  waitMs: z.number().optional(),
  /** From the first bytes to the last, without the time for which this side took no more. Absent as `waitMs` is. */
  transferMs: z.number().optional(),
  /** The engine reads it in place while it joins (a file, a stored result): its time is part of the join's. */
  isInPlace: z.boolean().optional(),
  /** ISO time at which the source's snapshot was read. */
  readAt: z.string().optional(),
  /** True if the fetch ended early because the statement needed no more rows. Inputs of a join are never capped. */
  capped: z.boolean(),
  source: sourceStatisticsSchema.optional(),
});
export type Fetch = z.infer<typeof fetchSchema>;

/** Parts of a run. Rows can be seen when it ends: `totalMs` is also the time until the first of them. */
export const runTimingsSchema = z.object({
  queueMs: z.number(),
  planMs: z.number(),
  executeMs: z.number(),
  totalMs: z.number(),
});
export type RunTimings = z.infer<typeof runTimingsSchema>;

/** A run as history keeps it and as the stream of its progress repeats it: always the whole state, so a late reader misses nothing. */
export const runSchema = z.object({
  id: z.string(),
  text: z.string(),
  target: runTargetSchema,
  rowLimit: z.number().int().nullable(),
  pushdown: pushdownSchema,
  documentId: z.string().optional(),
  status: runStatusSchema,
  /** ISO time. */
  startedAt: z.string(),
  endedAt: z.string().optional(),
  /** Place in the queue, 1 = next; only while queued. */
  queuePosition: z.number().int().optional(),
  timings: runTimingsSchema,
  fetches: z.array(fetchSchema),
  columns: z.array(resultColumnSchema),
  /** Values that the placeholders had. */
  parameters: z.array(statementParameterSchema).optional(),
  /** Rows of the stored result. */
  rows: z.number().int(),
  /** True: the statement had more rows than `rowLimit`. */
  truncated: z.boolean(),
  resultBytes: z.number(),
  peakMemoryBytes: z.number(),
  hasResult: z.boolean(),
  /** When the stored rows were dropped to make room; they can only be had by running again. */
  resultExpiredAt: z.string().optional(),
  /** Kept beyond retention, with its result. */
  isPinned: z.boolean().optional(),
  /** Whose it is, in lists of other people's runs; absent = of the one who asks. */
  owner: personNameSchema.optional(),
  /** Same for statements that differ only in literals: 16 hex digits. Told by the history. */
  fingerprint: z.string().optional(),
  error: errorSchema.optional(),
});
export type Run = z.infer<typeof runSchema>;

/** One line of `GET /api/runs/<id>/events` (newline-delimited JSON). The stream ends after a run in an ended state. */
export const runFrameSchema = z.object({ type: z.literal('run'), run: runSchema });
export type RunFrame = z.infer<typeof runFrameSchema>;

/** What would go where: the answer of `explain`. It touches no data. */
export const explanationSchema = z.object({
  target: runTargetSchema,
  fetches: z.array(fetchSchema),
  columns: z.array(resultColumnSchema),
  /** DuckDB's optimized plan as an indented text, for readers who want it. */
  planText: z.string(),
  planMs: z.number(),
});
export type Explanation = z.infer<typeof explanationSchema>;

/**
 * `GET /api/history`: newest first; `nextCursor` is absent on the last page. Runs here carry no columns. A page looks through a bounded part of
 * the history: it may hold fewer runs than asked for, even none, and still name a `nextCursor`; `searchedTo` says how far back it looked then.
 */
export const historyAnswerSchema = z.object({
  runs: z.array(runSchema),
  nextCursor: z.string().optional(),
  searchedTo: z.string().optional(),
});
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>;

/** Windows of a stored result. */
import { z } from 'zod';
import { resultColumnSchema } from './run.ts';

/**
 * A value as JSON can hold it exactly: integers up to 32 bit and finite floats as numbers; 64-bit and larger integers, decimals, dates,
 * times, intervals, UUIDs, enums, NaN and infinities as strings; BLOB as `\x` and hex digits; lists as arrays; structs as objects; maps as
 * arrays of `[key, value]`. Decided by the column's type, never guessed from the text.
 */
export type JsonCell = null | boolean | number | string | JsonCell[] | { [key: string]: JsonCell };
export const jsonCellSchema: z.ZodType<JsonCell> = z.lazy(() =>
  z.union([
    z.null(),
    z.boolean(),
    z.number(),
    z.string(),
    z.array(jsonCellSchema),
    z.record(z.string(), jsonCellSchema),
  ]),
);

/** `GET /api/results/<runId>/rows?offset=&limit=&columns=a-b&view=` (limit at most 1,000 rows; columns by position, both ends included). */
export const resultWindowSchema = z.object({
  offset: z.number().int(),
  /** Positions of the first and last column in the window. */
  firstColumn: z.number().int(),
  lastColumn: z.number().int(),
  /** Rows of the result, or of what is shown of it. */
  totalRows: z.number().int(),
  rows: z.array(z.array(jsonCellSchema)),
});
export type ResultWindow = z.infer<typeof resultWindowSchema>;

/**
 * What of a stored result is shown: its rows in another order, or only some of them. Columns go by position. Nothing of it is sent to a source:
 * the stored rows are sorted and filtered.
 */
export const resultSortSchema = z.object({
  column: z.number().int().min(0),
  direction: z.enum(['asc', 'desc']),
  nulls: z.enum(['first', 'last']).default('last'),
});
export type ResultSort = z.infer<typeof resultSortSchema>;

/**
 * `equals`, `not_equals` and `in` are exact; `contains`, `starts` and `ends` go without regard to case. `less` ... `between` are for numbers, dates
 * and times; `between` includes both ends, and a date alone against a timestamp is the whole day, in UTC. Rows with NULL stay under
 * `not_equals`, `not_contains` and `not_in`, and under no other operator.
 */
export const filterOperators = [
  'equals',
  'not_equals',
  'contains',
  'not_contains',
  'starts',
  'ends',
  'less',
  'at_most',
  'more',
  'at_least',
  'between',
  'in',
  'not_in',
  'is_null',
  'is_not_null',
] as const;
export const filterOperatorSchema = z.enum(filterOperators);
export type FilterOperator = z.infer<typeof filterOperatorSchema>;

export const resultFilterSchema = z.object({
  column: z.number().int().min(0),
  operator: filterOperatorSchema,
  /** Text of the values, as the cells or the summary write them; numbers with every digit. */
  values: z.array(z.string().max(4_000)).max(100).default([]),
});
export type ResultFilter = z.infer<typeof resultFilterSchema>;

export const resultViewSchema = z.object({
  /** The first key counts most; rows that are equal by all keys keep their stored order. */
  sort: z.array(resultSortSchema).max(16).default([]),
  /** All must hold. */
  filters: z.array(resultFilterSchema).max(50).default([]),
});
export type ResultView = z.infer<typeof resultViewSchema>;
export const wholeResult: ResultView = { sort: [], filters: [] };
export const isWhole = ({ sort, filters }: ResultView): boolean => sort.length === 0 && filters.length === 0;

/** `GET /api/results/<runId>/view?view=<JSON>`: prepares a view, so that its windows come fast. Ending the request stops the work. */
export const preparedViewSchema = z.object({
  /** Rows that pass the filters, and all rows of the result. */
  rows: z.number().int(),
  totalRows: z.number().int(),
  ms: z.number(),
});
export type PreparedView = z.infer<typeof preparedViewSchema>;

const summaryValueSchema = z.object({
  /** What filters take. */
  text: z.string(),
  value: jsonCellSchema,
});
/** `GET /api/results/<runId>/summary?column=&view=`: one column over the rows that pass the filters. */
export const columnSummarySchema = z.object({
  column: z.number().int(),
  rows: z.number().int(),
  nulls: z.number().int(),
  /** Distinct values without NULL. */
  distinct: z.number().int(),
  isDistinctExact: z.boolean(),
  min: summaryValueSchema.optional(),
  max: summaryValueSchema.optional(),
  /** Numbers only. */
  mean: z.number().optional(),
  /** Most frequent values, counted exactly. */
  top: z.array(summaryValueSchema.extend({ count: z.number().int() })),
  /** False: found by an estimate, so that another value might be as frequent. */
  isTopExact: z.boolean(),
  /** Numbers, dates and timestamps: values from `from` up to, without, `to`; the last bar includes it. */
  bars: z.array(z.object({ from: summaryValueSchema, to: summaryValueSchema, count: z.number().int() })),
  ms: z.number(),
});
export type ColumnSummary = z.infer<typeof columnSummarySchema>;

/** `GET /api/results`: stored results, newest first. `DELETE /api/results/<runId>` drops one; the run stays in the history. */
export const storedResultsSchema = z.object({
  results: z.array(
    z.object({
      runId: z.string(),
      /** Beginning of the statement. */
      text: z.string(),
      startedAt: z.string(),
      rows: z.number(),
      sizeBytes: z.number(),
      /** Kept beyond the limit. */
      isPinned: z.boolean(),
    }),
  ),
  /** Room of all results together, those of other people too, and what they may take: then the oldest goes first. */
  totalBytes: z.number(),
  limitBytes: z.number(),
});
export type StoredResults = z.infer<typeof storedResultsSchema>;

export const chartKinds = ['bar', 'line', 'points'] as const;
export const chartAggregates = ['count', 'sum', 'avg', 'min', 'max'] as const;
/** `GET /api/results/<runId>/chart?spec=<JSON>`: a picture of the rows shown. Figures are floating point: a picture, no ledger. */
export const chartSpecSchema = z.object({
  kind: z.enum(chartKinds),
  x: z.number().int().min(0),
  /** Not needed for `count`. */
  y: z.number().int().min(0).optional(),
  /** Of bars and lines; points show rows as they are. */
  aggregate: z.enum(chartAggregates).default('count'),
  /** A bar or line for each value of this column, at most eight and the rest together. */
  series: z.number().int().min(0).optional(),
  view: resultViewSchema.default(wholeResult),
});
export type ChartSpec = z.infer<typeof chartSpecSchema>;

export const chartAnswerSchema = z.object({
  /** Names of the series in their order; one without a name if none was asked for. */
  series: z.array(z.string()),
  points: z.array(
    z.object({
      /** Place along x: text of a value or of the beginning of a step; a number for numbers, milliseconds for dates of `points`. */
      x: z.union([z.string(), z.number()]),
      /** One value a series, null where there is none. */
      y: z.array(z.number().nullable()),
    }),
  ),
  /** What of the rows is not in the picture, or how they were gathered: "by month". */
  notes: z.array(z.string()),
  ms: z.number(),
});
export type ChartAnswer = z.infer<typeof chartAnswerSchema>;

/** The CLI's `--format json` and the API's whole result. */
export const resultDocumentSchema = z.object({
  columns: z.array(resultColumnSchema.pick({ name: true, type: true })),
  rows: z.array(z.array(jsonCellSchema)),
});

export const exportFormats = ['csv', 'tsv', 'json', 'parquet', 'xlsx'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

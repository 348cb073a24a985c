/**
 * The join document: what the builder edits, suggestions propose, `joinery join FILE` runs from YAML and a saved query keeps. It says which
 * inputs are joined how, on which keys, and which columns come out; nothing else is done to the data. `lib/join` writes it as federated SQL
 * and reads such SQL back.
 *
 * The shape is a chain: `inputs[0]`, then each step adds the input of the same place (`steps[0]` adds `inputs[1]`, ...). An input may be
 * another join, so any tree can be said. Aliases name inputs within one document; the same table may appear under several.
 */
import { z } from 'zod';
import { parameterTypeSchema } from './parameter.ts';

/** Name of an input within the document: a plain identifier, so that it needs no quotes in SQL. */
export const aliasSchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/);

/**
 * A step that makes two spellings of one key equal, applied to the value as text (NULL stays NULL), in the order given. The same words as
 * the join evaluation uses. `cast` fails for some values: those become NULL, are counted by the X-ray and match nothing.
 */
export const normaliserSchema = z.discriminatedUnion('kind', [
  /** Blanks at both ends. */
  z.object({ kind: z.literal('trim') }),
  z.object({ kind: z.literal('lower') }),
  z.object({ kind: z.literal('upper') }),
  /** Unicode NFC, so that composed and decomposed letters are equal. */
  z.object({ kind: z.literal('nfc') }),
  /** Runs of blanks become one. */
  z.object({ kind: z.literal('collapse_spaces') }),
  /** Leading zeros; `000` becomes `0`. */
  z.object({ kind: z.literal('strip_zeros') }),
  /** Zeros in front up to `length` characters. */
  z.object({ kind: z.literal('zero_pad'), length: z.number().int().min(1).max(64) }),
  /** Everything but letters, digits and spaces goes. */
  z.object({ kind: z.literal('strip_punct') }),
  z.object({ kind: z.literal('digits') }),
  z.object({ kind: z.literal('letters') }),
  /** Text in brackets goes, with the blanks before it. */
  z.object({ kind: z.literal('strip_parens') }),
  z.object({ kind: z.literal('strip_prefix'), text: z.string().min(1).max(100) }),
  z.object({ kind: z.literal('strip_suffix'), text: z.string().min(1).max(100) }),
  /** Up to the first `text`; the whole value where it is absent. */
  z.object({ kind: z.literal('before'), text: z.string().min(1).max(100) }),
  /** Behind the first `text`; the whole value where it is absent. */
  z.object({ kind: z.literal('after'), text: z.string().min(1).max(100) }),
  /** To a DuckDB type: `BIGINT`, `DECIMAL(38,0)`, `VARCHAR`, `DATE`, `UUID`, `TIMESTAMP`. */
  z.object({ kind: z.literal('cast'), type: z.string().regex(/^[A-Z][A-Z0-9_ ]*(\(\d+(,\d+)?\))?$/) }),
  /** The day of a date or time stamp: the time of day goes. */
  z.object({ kind: z.literal('date') }),
  z.object({ kind: z.literal('date_part'), part: z.enum(['year', 'quarter', 'month', 'week', 'day', 'hour']) }),
  /** Own DuckDB expression over `value`: `regexp_extract(value, '\d+')`. */
  z.object({ kind: z.literal('expression'), sql: z.string().min(1).max(2_000) }),
]);
export type Normaliser = z.infer<typeof normaliserSchema>;

export const columnReferenceSchema = z.object({ input: aliasSchema, column: z.string().min(1) });
export type ColumnReference = z.infer<typeof columnReferenceSchema>;

export const keySideSchema = columnReferenceSchema.extend({
  normalisers: z.array(normaliserSchema).max(10).default([]),
});
export type KeySide = z.infer<typeof keySideSchema>;

/** `left` is a column of an input before, `right` one of the input that the step adds. `is` matches NULL with NULL. */
export const joinKeySchema = z.object({
  left: keySideSchema,
  operator: z.enum(['=', 'is', '<', '<=', '>', '>=', '<>']).default('='),
  right: keySideSchema,
});
export type JoinKey = z.infer<typeof joinKeySchema>;

export const filterOperatorSchema = z.enum([
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'between',
  'contains',
  'starts with',
  'is null',
  'is not null',
]);

/** A filter of one input. `values` are spelled as text and read as the column's type; `{{name}}` stands for a parameter. */
export const inputFilterSchema = z.union([
  z.object({
    column: z.string().min(1),
    operator: filterOperatorSchema,
    values: z.array(z.string()).max(1_000).default([]),
  }),
  /** Own DuckDB condition over the input's columns. */
  z.object({ expression: z.string().min(1).max(10_000) }),
]);
export type InputFilter = z.infer<typeof inputFilterSchema>;

export const inputSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('table'),
    connection: z.string().min(1),
    schema: z.string().min(1),
    table: z.string().min(1),
  }),
  z.object({ kind: z.literal('native'), connection: z.string().min(1), sql: z.string().min(1).max(1_048_576) }),
  /** A stored result by its run. */
  z.object({ kind: z.literal('result'), runId: z.string().min(1) }),
  z.object({
    kind: z.literal('join'),
    get join(): z.ZodType<JoinDocument> {
      return joinDocumentSchema;
    },
  }),
]);
export type InputSource = z.infer<typeof inputSourceSchema>;

export const joinInputSchema = z.object({
  alias: aliasSchema,
  source: inputSourceSchema,
  filters: z.array(inputFilterSchema).max(100).default([]),
});
export type JoinInput = z.infer<typeof joinInputSchema>;

/** `anti` = only rows of the left side without a partner; its right columns do not come out. `cross` has no keys and needs `isConfirmed`. */
export const joinTypes = ['inner', 'left', 'right', 'full', 'anti', 'cross'] as const;
export const joinTypeSchema = z.enum(joinTypes);
export type JoinType = z.infer<typeof joinTypeSchema>;

/** One output column of a union: the column of the rows before, and the column of the added input; null = filled with NULL. */
export const unionPairSchema = z.object({
  name: z.string().min(1),
  /** A column of what stands before the step, by its output name there. */
  before: z.string().nullable(),
  added: z.string().nullable(),
});

export const joinStepSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('join'),
    type: joinTypeSchema,
    keys: z.array(joinKeySchema).max(20).default([]),
    /** Somebody has said that a cross join is meant. */
    isConfirmed: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('union'),
    /** True = UNION ALL: keeps duplicates. */
    all: z.boolean(),
    mapping: z.discriminatedUnion('by', [
      z.object({ by: z.literal('name') }),
      z.object({ by: z.literal('position') }),
      z.object({ by: z.literal('hand'), pairs: z.array(unionPairSchema).min(1).max(2_000) }),
    ]),
    /** Name of a further column that says which input a row came from; absent = none. */
    sourceColumn: z.string().min(1).optional(),
  }),
]);
export type JoinStep = z.infer<typeof joinStepSchema>;

/** A column of the result; `name` absent = by the duplicate rule. `coalesce` makes one column of both sides of an equality key. */
export const outputColumnSchema = z.union([
  columnReferenceSchema.extend({ name: z.string().min(1).max(255).optional() }),
  z.object({
    coalesce: z.tuple([columnReferenceSchema, columnReferenceSchema]),
    name: z.string().min(1).max(255).optional(),
  }),
]);
export type OutputColumn = z.infer<typeof outputColumnSchema>;

/** How columns of the same name are told apart: `orders_email`, `email_orders`, or only the first is kept. */
export const duplicateRuleSchema = z.enum(['prefix', 'suffix', 'first']);
export type DuplicateRule = z.infer<typeof duplicateRuleSchema>;

export interface JoinDocument {
  /** Version of this shape. */
  version: 1;
  inputs: JoinInput[];
  steps: JoinStep[];
  duplicates: DuplicateRule;
  /** One column for both sides of each equality key; default false. */
  coalesceKeys: boolean;
  /** Columns that come out, in order; absent = all of every input in order. */
  columns?: OutputColumn[] | undefined;
  /** Parameters used in filters and native statements, with the type and last value of each. */
  parameters?:
    | { name: string; type: z.infer<typeof parameterTypeSchema>; value: string | null | string[] }[]
    | undefined;
}

export const joinDocumentSchema: z.ZodType<JoinDocument> = z.lazy(() =>
  z.object({
    version: z.literal(1),
    inputs: z.array(joinInputSchema).min(1).max(20),
    steps: z.array(joinStepSchema).max(19),
    duplicates: duplicateRuleSchema.default('prefix'),
    coalesceKeys: z.boolean().default(false),
    columns: z.array(outputColumnSchema).min(1).max(10_000).optional(),
    parameters: z
      .array(
        z.object({
          name: z.string(),
          type: parameterTypeSchema,
          value: z.union([z.null(), z.string(), z.array(z.string())]),
        }),
      )
      .max(200)
      .optional(),
  }),
) as z.ZodType<JoinDocument>;

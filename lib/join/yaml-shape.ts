/** The YAML form of a join document, as people write it; `docs/join-documents.md` explains it. */
import { z } from 'zod';
import { aliasSchema, duplicateRuleSchema, filterOperatorSchema } from '../contract/join.ts';
import { parameterTypeSchema } from '../contract/parameter.ts';

/** `alias.column`: an alias holds no dot, a column may. */
export const referenceForm = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}\..+$/s, 'Write alias.column');

/** YAML reads `42` as a number and `2026-01-01` as text: a document keeps the spelling. */
const spelled = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const tableForm = z.union([
  z.string().regex(/^[^.]+\.[^.]+\.[^.]+$/, 'Write connection.schema.table'),
  z.strictObject({ connection: z.string(), schema: z.string(), table: z.string() }),
]);

const filterForm = z.union([
  z.strictObject({ expression: z.string() }),
  z.strictObject({
    column: z.string(),
    operator: filterOperatorSchema,
    value: spelled.optional(),
    values: z.array(spelled).optional(),
  }),
]);

/** `trim`, or `strip_prefix: C-` with what it needs. */
const normaliserForm = z.union([z.string(), z.record(z.string(), z.union([z.string(), z.number()]))]);
export type NormaliserForm = z.infer<typeof normaliserForm>;

const sideForm = z.union([
  referenceForm,
  z.strictObject({ column: referenceForm, normalise: z.array(normaliserForm) }),
]);
export type SideForm = z.infer<typeof sideForm>;

const keyForm = z.strictObject({
  left: sideForm,
  operator: z.enum(['=', 'is', '<', '<=', '>', '>=', '<>']).default('='),
  right: sideForm,
});

const pairForm = z.strictObject({ name: z.string(), before: z.string().nullable(), added: z.string().nullable() });

const stepForm = z.union([
  z.strictObject({
    join: z.enum(['inner', 'left', 'right', 'full', 'anti', 'cross']),
    keys: z.array(keyForm).default([]),
    confirmed: z.boolean().optional(),
  }),
  z.strictObject({
    union: z.enum(['all', 'distinct']),
    by: z.union([z.enum(['name', 'position']), z.array(pairForm)]).default('name'),
    source_column: z.string().optional(),
  }),
]);
export type StepForm = z.infer<typeof stepForm>;

const columnForm = z.union([
  referenceForm,
  z.strictObject({ column: referenceForm, name: z.string() }),
  z.strictObject({ coalesce: z.tuple([referenceForm, referenceForm]), name: z.string().optional() }),
]);
export type ColumnForm = z.infer<typeof columnForm>;

const parameterForm = z.strictObject({
  name: z.string(),
  type: parameterTypeSchema.default('text'),
  value: z.union([z.null(), spelled, z.array(spelled)]).default(null),
});

export const inputForm = z.strictObject({
  alias: aliasSchema,
  table: tableForm.optional(),
  native: z.strictObject({ connection: z.string(), sql: z.string() }).optional(),
  result: z.string().optional(),
  get join(): z.ZodOptional<z.ZodType<DocumentForm>> {
    return z.optional(documentForm);
  },
  filters: z.array(filterForm).default([]),
});
export type InputForm = z.infer<typeof inputForm>;

export interface DocumentForm {
  version: 1;
  inputs: InputForm[];
  steps: StepForm[];
  duplicates: z.infer<typeof duplicateRuleSchema>;
  coalesce_keys: boolean;
  columns?: ColumnForm[] | undefined;
  parameters?: z.infer<typeof parameterForm>[] | undefined;
}

export const documentForm: z.ZodType<DocumentForm> = z.lazy(() =>
  z.strictObject({
    version: z.literal(1),
    inputs: z.array(inputForm).min(1),
    steps: z.array(stepForm).default([]),
    duplicates: duplicateRuleSchema.default('prefix'),
    coalesce_keys: z.boolean().default(false),
    columns: z.array(columnForm).optional(),
    parameters: z.array(parameterForm).optional(),
  }),
) as z.ZodType<DocumentForm>;

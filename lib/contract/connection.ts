/** Connections as the Connections screen manages them. Secrets go in and never come out: a kept one is shown as kept. */
import { z } from 'zod';
import { connectionSummarySchema } from './catalog.ts';
import { errorSchema } from './errors.ts';

/** One option of a driver, as a form draws it: made from the driver's own schema and descriptions, never written by hand. */
export const fieldSchema = z.object({
  name: z.string(),
  label: z.string(),
  description: z.string(),
  kind: z.enum(['text', 'multiline', 'number', 'boolean', 'choice', 'list', 'secret', 'json']),
  isRequired: z.boolean(),
  /** Default as it would be written. */
  default: z.string().optional(),
  choices: z.array(z.string()).optional(),
  /** Shown under "More options". */
  isAdvanced: z.boolean(),
});
export type DriverField = z.infer<typeof fieldSchema>;

export const driverDescriptionSchema = z.object({
  name: z.string(),
  displayName: z.string(),
  fields: z.array(fieldSchema),
});
export type DriverDescription = z.infer<typeof driverDescriptionSchema>;

/** What the assistant may send of this connection to a model. Default `names`. */
export const aiPolicySchema = z.enum(['never', 'names', 'names_and_comments', 'masked_samples']);
export type AiPolicy = z.infer<typeof aiPolicySchema>;

export const connectionPolicySchema = z.object({
  ai: aiPolicySchema.default('names'),
  /** Whether sampled keys may be sent into this connection's queries by suggestions and the X-ray. */
  allowsProbes: z.boolean().default(true),
  /** Rows that one fetch may bring; more fail the run with a clear message, never cut it. null = no limit. */
  maxFetchRows: z.number().int().min(1).nullable().default(null),
  /** Time that one fetch may take at the source. null = that of the run. */
  maxFetchMs: z.number().int().min(1).nullable().default(null),
});
export type ConnectionPolicy = z.infer<typeof connectionPolicySchema>;

export const connectionDetailSchema = z.object({
  summary: connectionSummarySchema,
  /** `config` = from config.yaml, changed only there; `workbench` = added here. */
  origin: z.enum(['config', 'workbench']),
  /** Options as written; of a secret only whether one is kept (`{"isKept": true}`) or the reference (`env:NAME`), never the value. */
  options: z.record(z.string(), z.unknown()),
  policy: connectionPolicySchema,
  /** config.yaml says the policy itself (`policy:`): it is changed only there. */
  isPolicyFixed: z.boolean(),
  /** Grows with each change; a save names the one it changes. */
  version: z.number().int(),
});
export type ConnectionDetail = z.infer<typeof connectionDetailSchema>;

/** A secret option absent from `options` keeps its value when a connection is edited; an empty string removes it. */
export const saveConnectionSchema = z.object({
  id: z.string().min(1).max(63),
  driver: z.string(),
  color: z.number().int().min(1).max(8).optional(),
  mark: z
    .string()
    .regex(/^[A-Za-z0-9]{2}$/)
    .optional(),
  options: z.record(z.string(), z.unknown()),
  policy: connectionPolicySchema.optional(),
  /** Absent = a new connection. */
  version: z.number().int().optional(),
});
export type SaveConnection = z.infer<typeof saveConnectionSchema>;

/** What else here names a connection: shown before it is removed. */
export const connectionUsesSchema = z.object({
  /** Titles of documents whose text or target names it. */
  documents: z.array(z.string()),
});
export type ConnectionUses = z.infer<typeof connectionUsesSchema>;

/** What "Test connection" shows: either the server and account, or the error with its cause in words. */
export const connectionTestAnswerSchema = z.object({
  serverLabel: z.string().optional(),
  roundTripMs: z.number().optional(),
  account: z.object({ canWrite: z.boolean(), advice: z.string().optional() }).optional(),
  error: errorSchema.optional(),
});
export type ConnectionTestAnswer = z.infer<typeof connectionTestAnswerSchema>;

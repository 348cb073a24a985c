/** The assistant: what a model may be asked, what it would be sent, and what was asked before. Works in part without any model. */
import { z } from 'zod';
import { aiPolicySchema } from './connection.ts';

/** What a model is asked for. */
export const assistantPurposeSchema = z.enum(['describe', 'rerank', 'chat']);
export type AssistantPurpose = z.infer<typeof assistantPurposeSchema>;

/** Whether a model can be asked at all; if not, why, in words. */
export const assistantStatusSchema = z.object({
  isConfigured: z.boolean(),
  provider: z.string().optional(),
  model: z.string().optional(),
  reason: z.string().optional(),
});
export type AssistantStatus = z.infer<typeof assistantStatusSchema>;

export const sentConnectionSchema = z.object({ connection: z.string(), policy: aiPolicySchema });

/** The exact text that a question would send, and what was left out of it. */
export const assistantPayloadSchema = z.object({
  system: z.string(),
  prompt: z.string(),
  /** Connections of which something is in the text, each with the policy that allows it. */
  connections: z.array(sentConnectionSchema),
  /** What policies keep back, in words. */
  withheld: z.array(z.string()),
});
export type AssistantPayload = z.infer<typeof assistantPayloadSchema>;

/** A row of the audit. The text that was sent is not kept. */
export const assistantCallSchema = z.object({
  id: z.string(),
  at: z.string(),
  who: z.string(),
  purpose: z.string(),
  provider: z.string(),
  model: z.string(),
  connections: z.array(sentConnectionSchema),
  payloadChars: z.number().int(),
  inputTokens: z.number().int().optional(),
  outputTokens: z.number().int().optional(),
  ms: z.number(),
  outcome: z.enum(['ok', 'failed', 'stopped']),
  error: z.string().optional(),
});
export type AssistantCall = z.infer<typeof assistantCallSchema>;

/** The assistant: what a model may be asked, what it would be sent, and what was asked before. Works in part without any model. */
import { z } from 'zod';
import { aiPolicySchema } from './connection.ts';
import { resultDescriptionSchema } from './description.ts';
import { tableProposalsSchema } from './dictionary.ts';
import { errorSchema } from './errors.ts';
import { joinDocumentSchema } from './join.ts';
import { suggestionSchema, tableReferenceSchema } from './suggestion.ts';

/** What a model is asked for. */
export const assistantPurposeSchema = z.enum(['describe', 'rerank', 'join', 'dictionary', 'chat']);
export type AssistantPurpose = z.infer<typeof assistantPurposeSchema>;

const chatMessageSchema = z.object({ role: z.enum(['user', 'assistant']), content: z.string().max(40_000) });
export type SentMessage = z.infer<typeof chatMessageSchema>;

/** `POST /api/assistant/payload` answers what it would send; all but `chat` are asked by `/ask`, `chat` by `/chat`. */
export const assistantQuestionSchema = z.discriminatedUnion('purpose', [
  z.object({ purpose: z.literal('describe'), runId: z.uuid() }),
  z.object({ purpose: z.literal('rerank'), suggestions: z.array(suggestionSchema).min(1).max(50) }),
  /** Descriptions of a table and those of its columns that have none. */
  z.object({ purpose: z.literal('dictionary'), table: tableReferenceSchema }),
  /** A join in plain words; `tables` were picked for it. */
  z.object({
    purpose: z.literal('join'),
    words: z.string().min(1).max(2_000),
    tables: z.array(tableReferenceSchema).max(14),
  }),
  z.object({
    purpose: z.literal('chat'),
    message: z.string().min(1).max(8_000),
    /** The statement that it is about; empty if about none. */
    sql: z.string().max(100_000),
    tables: z.array(tableReferenceSchema).max(20),
    /** What the engine said of the statement. */
    error: z.string().max(4_000).optional(),
    earlier: z.array(chatMessageSchema).max(40),
  }),
]);
export type AssistantQuestion = z.infer<typeof assistantQuestionSchema>;

/** Answer of `POST /api/assistant/ask`. */
export const assistantAnswerSchema = z.union([
  z.object({ description: resultDescriptionSchema }),
  z.object({ suggestions: z.array(suggestionSchema) }),
  /** For what is there and has no description; kept nowhere yet. */
  z.object({ proposals: tableProposalsSchema }),
  /** A join that the engine could bind; it has not run. */
  z.object({ proposal: z.object({ document: joinDocumentSchema, sql: z.string(), why: z.string() }) }),
  /** Why there is none. */
  z.object({ cannot: z.string() }),
]);
export type AssistantAnswer = z.infer<typeof assistantAnswerSchema>;

/** A line of `POST /api/assistant/chat`: pieces of the text; the last line may be the error that ended it. */
export const chatFrameSchema = z.union([
  z.object({ text: z.string() }),
  z.object({ error: errorSchema }),
  z.object({ isDone: z.literal(true) }),
]);
export type ChatFrame = z.infer<typeof chatFrameSchema>;

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
  /** A close call is asked a second time, in another order; both must agree. */
  secondPrompt: z.string().optional(),
  /** What was said before in the same conversation, sent again with it. */
  earlier: z.array(chatMessageSchema),
  /** Connections of which something is in the text, each with the policy that allows it. */
  connections: z.array(sentConnectionSchema),
  /** What policies keep back, in words. */
  withheld: z.array(z.string()),
});
export type AssistantPayload = z.infer<typeof assistantPayloadSchema>;

/** The conversation of a tab as it is kept, oldest first. `GET` and `PUT /api/assistant/conversations/<document>`. */
export const conversationSchema = z.object({
  messages: z
    .array(
      chatMessageSchema.extend({
        /** A join that was proposed for words. */
        join: joinDocumentSchema.optional(),
      }),
    )
    .max(200),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** `GET /api/assistant/calls?limit=`: a row of the audit. The text that was sent is not kept. */
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
  /** In the currency of the prices that config.yaml gives; absent without them. */
  cost: z.number().optional(),
  ms: z.number(),
  outcome: z.enum(['ok', 'failed', 'stopped']),
  error: z.string().optional(),
});
export type AssistantCall = z.infer<typeof assistantCallSchema>;

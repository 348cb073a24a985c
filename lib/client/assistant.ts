import { z } from 'zod';
import {
  type AssistantAnswer,
  type AssistantCall,
  type AssistantPayload,
  type AssistantQuestion,
  type AssistantStatus,
  assistantAnswerSchema,
  assistantCallSchema,
  assistantPayloadSchema,
  assistantStatusSchema,
  type Conversation,
  chatFrameSchema,
  conversationSchema,
} from '../contract/assistant.ts';
import { ClientError } from './answer.ts';
import { failureOf, fetchJson } from './fetch-json.ts';
import { readNdjson } from './ndjson.ts';

export type ChatQuestion = Extract<AssistantQuestion, { purpose: 'chat' }>;

export const fetchAssistantStatus = (signal: AbortSignal): Promise<AssistantStatus> =>
  fetchJson(assistantStatusSchema, '/api/assistant/status', { signal });

/** The exact text that the question would send; sends nothing to a model. */
export const fetchPayload = (question: AssistantQuestion, signal: AbortSignal): Promise<AssistantPayload> =>
  fetchJson(assistantPayloadSchema, '/api/assistant/payload', { ...post(question), signal });

/** What was asked of models, newest first. */
export const fetchCalls = (limit: number, signal: AbortSignal): Promise<{ calls: AssistantCall[] }> =>
  fetchJson(z.object({ calls: z.array(assistantCallSchema) }), `/api/assistant/calls?limit=${limit}`, { signal });

const conversationPath = (documentId: string): string =>
  `/api/assistant/conversations/${encodeURIComponent(documentId)}`;

export const fetchConversation = (documentId: string): Promise<Conversation> =>
  fetchJson(conversationSchema, conversationPath(documentId));

export async function keepConversation(documentId: string, conversation: Conversation): Promise<void> {
  const response = await fetch(conversationPath(documentId), { ...post(conversation), method: 'PUT' });
  if (!response.ok) throw await failureOf(response);
}

/** Aborting ends the model's work. */
export const askModel = (
  question: Exclude<AssistantQuestion, { purpose: 'chat' }>,
  signal: AbortSignal,
): Promise<AssistantAnswer> => fetchJson(assistantAnswerSchema, '/api/assistant/ask', { ...post(question), signal });

/** Pieces of the model's answer. Throws ClientError for what ended it early. */
export async function* streamChat(question: ChatQuestion, signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch('/api/assistant/chat', { ...post(question), signal });
  if (!response.ok || response.body === null) throw await failureOf(response);
  for await (const line of readNdjson(response.body)) {
    const frame = chatFrameSchema.parse(line);
    if ('text' in frame) yield frame.text;
    else if ('error' in frame) throw new ClientError(frame.error);
  }
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

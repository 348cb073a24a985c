import {
  type AssistantAnswer,
  type AssistantPayload,
  type AssistantQuestion,
  type AssistantStatus,
  assistantAnswerSchema,
  assistantPayloadSchema,
  assistantStatusSchema,
  chatFrameSchema,
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

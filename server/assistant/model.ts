/** The model that config.yaml names. The only importer of the AI packages, with `ask.ts`. */
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModel } from 'ai';
import type { AssistantConfig } from '../config/config.ts';

/** Servers on this machine take any key; the client wants one. */
const NO_KEY = 'none';

export function openModel({ model, baseURL, apiKey, api }: AssistantConfig): LanguageModel {
  const openai = createOpenAI({
    ...(baseURL === undefined ? {} : { baseURL }),
    apiKey: apiKey ?? NO_KEY,
  });
  return api === 'chat' ? openai.chat(model) : openai.responses(model);
}

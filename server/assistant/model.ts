/** The model that config.yaml names. The only importer of the AI packages, with `ask.ts`. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModel } from 'ai';
import type { AssistantConfig } from '../config/config.ts';

/** Servers on this machine take any key; the client wants one. */
const NO_KEY = 'none';

export function openModel({ provider, model, baseURL, apiKey, api }: AssistantConfig): LanguageModel {
  const settings = { ...(baseURL === undefined ? {} : { baseURL }), apiKey: apiKey ?? NO_KEY };
  if (provider === 'anthropic') return createAnthropic(settings)(model);
  const openai = createOpenAI(settings);
  // Other servers speak the older protocol, whatever else is said.
  if (provider === 'openai-compatible') return openai.chat(model);
  return api === 'chat' ? openai.chat(model) : openai.responses(model);
}

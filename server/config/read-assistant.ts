/** The `assistant` part of config.yaml: which model may be asked. */
import { isMap, isScalar } from 'yaml';
import { z } from 'zod';
import { JoineryError } from '../errors.ts';
import { rememberSecret } from '../secrets/known-secrets.ts';
import { type ReferenceContext, resolveReferences } from '../secrets/references.ts';
import type { AssistantConfig, Config } from './config.ts';
import { didYouMean } from './nearest-names.ts';
import { describeValue, type YamlSource } from './yaml-source.ts';

const keys = {
  provider: z.enum(['openai', 'openai-compatible', 'anthropic'], {
    error: 'expected openai, openai-compatible or anthropic',
  }),
  model: z.string({ error: 'expected the name of a model' }).min(1, 'expected the name of a model'),
  baseURL: z.url({ protocol: /^https?$/, error: 'expected an http or https URL such as http://localhost:11434/v1' }),
  apiKey: z
    .string({ error: 'expected a reference such as env:OPENAI_API_KEY' })
    .min(1, 'expected a reference such as env:OPENAI_API_KEY'),
  api: z.enum(['responses', 'chat'], { error: 'expected responses or chat' }),
  timeoutMs: z
    .int({ error: 'expected milliseconds, 1000 to 600000' })
    .min(1_000, 'expected 1000 to 600000')
    .max(600_000, 'expected 1000 to 600000'),
  inputPrice: z.number({ error: 'expected a price for a million tokens' }).min(0, 'expected a price of 0 or more'),
  outputPrice: z.number({ error: 'expected a price for a million tokens' }).min(0, 'expected a price of 0 or more'),
} as const;
type Key = keyof typeof keys;
export const assistantKeys = Object.keys(keys) as Key[];

/** Throws `config_invalid` at the first mistake. A reference that gives nothing becomes `error`: Joinery works without the model. */
export async function readAssistant(
  node: unknown,
  source: YamlSource,
  references: ReferenceContext,
): Promise<Pick<Config, 'assistant'>> {
  const map = source.resolve(node);
  if (map === undefined || (isScalar(map) && map.value === null)) return {};
  if (!isMap(map)) throw source.mistake(node, 'assistant: expected a map such as { provider: openai, model: NAME }');
  const given: Partial<Record<Key, unknown>> = {};
  let error: JoineryError | undefined;
  for (const { key, keyNode, value } of source.entries(map)) {
    const known = assistantKeys.find((name) => name === key);
    if (known === undefined)
      throw source.mistake(keyNode, `assistant: unknown key "${key}", expected one of ${assistantKeys.join(', ')}`, {
        hint: didYouMean(key, assistantKeys),
      });
    const scalar = source.resolve(value);
    let found: unknown = isScalar(scalar) ? scalar.value : scalar;
    if (typeof found === 'string') {
      try {
        found = (await resolveReferences(found, references)).value;
        if (known === 'apiKey') rememberSecret(String(found));
      } catch (thrown) {
        if (!(thrown instanceof JoineryError)) throw thrown;
        error = thrown;
        continue;
      }
    }
    const parsed = keys[known].safeParse(found);
    if (!parsed.success) {
      const shown = known === 'apiKey' ? '' : `found ${isScalar(scalar) ? describeValue(found) : 'something else'}, `;
      throw source.mistake(value ?? keyNode, `assistant.${known}: ${shown}${parsed.error.issues[0]?.message}`);
    }
    given[known] = parsed.data;
  }
  for (const needed of ['provider', 'model'] as const)
    if (given[needed] === undefined && error === undefined)
      throw source.mistake(map, `assistant: ${needed} is missing`);
  if (given.provider === 'openai-compatible' && given.baseURL === undefined && error === undefined)
    throw source.mistake(map, 'assistant: baseURL is missing: where the openai-compatible server answers');
  const assistant = {
    provider: 'openai',
    model: '',
    api: given.baseURL === undefined || given.provider === 'anthropic' ? 'responses' : 'chat',
    timeoutMs: 60_000,
    ...given,
    ...(error === undefined ? {} : { error }),
  } as AssistantConfig;
  return { assistant };
}

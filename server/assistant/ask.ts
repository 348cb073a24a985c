import { APICallError, generateText, NoObjectGeneratedError, Output, RetryError, streamText } from 'ai';
import type { z } from 'zod';
import type { AssistantPayload, AssistantPurpose } from '../../lib/contract/assistant.ts';
import type { AssistantConfig } from '../config/config.ts';
import { Cancelled, JoineryError } from '../errors.ts';
import type { AssistantRecords } from '../history/index.ts';
import { redactKnown } from '../secrets/known-secrets.ts';
import { openModel } from './model.ts';

const RETRIES = 2;

export interface Ask {
  /** One answer in the form of `schema`. Throws `model_unavailable`; Cancelled when `signal` aborts. */
  object<T>(
    purpose: AssistantPurpose,
    payload: AssistantPayload,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T>;
  /** Pieces of a text as they come. */
  text(payload: AssistantPayload, signal: AbortSignal): AsyncGenerator<string>;
}

interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
}

/** Who asks, until people sign in. */
const WHO = 'local';

/** Asks the configured model; each question, however it ends, leaves a row in the audit. */
export function createAsk(config: AssistantConfig | undefined, records: AssistantRecords): Ask {
  const usable = (): AssistantConfig => {
    if (config === undefined)
      throw new JoineryError('model_unavailable', 'No model is configured.', {
        hint: 'Name one under `assistant` in config.yaml. Everything that needs no model works without it.',
      });
    if (config.error !== undefined)
      throw new JoineryError('model_unavailable', `The model cannot be asked: ${config.error.message}`, {
        hint: config.error.hint,
        cause: config.error,
      });
    return config;
  };

  const note = async (
    { provider, model }: AssistantConfig,
    purpose: AssistantPurpose,
    payload: AssistantPayload,
    startedAt: number,
    outcome: 'ok' | 'failed' | 'stopped',
    usage: Usage | undefined,
    error?: string,
  ): Promise<void> =>
    records.insertCall({
      at: new Date(startedAt).toISOString(),
      who: WHO,
      purpose,
      provider,
      model,
      connections: payload.connections,
      payloadChars: [payload.system, payload.prompt, ...payload.earlier.map(({ content }) => content)].join('').length,
      inputTokens: usage?.inputTokens,
      outputTokens: usage?.outputTokens,
      ms: Date.now() - startedAt,
      outcome,
      error,
    });

  return {
    async object(purpose, payload, schema, signal) {
      const used = usable();
      const startedAt = Date.now();
      const { timeoutMs } = used;
      try {
        const answer = await generateText({
          model: openModel(used),
          instructions: payload.system,
          prompt: payload.prompt,
          output: Output.object({ schema }),
          maxRetries: RETRIES,
          abortSignal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        });
        const value = schema.parse(answer.output);
        await note(used, purpose, payload, startedAt, 'ok', answer.usage);
        return value;
      } catch (thrown) {
        const failure = failureOf(thrown, signal, timeoutMs);
        const outcome = failure instanceof Cancelled ? 'stopped' : 'failed';
        const usage = NoObjectGeneratedError.isInstance(thrown) ? thrown.usage : undefined;
        await note(
          used,
          purpose,
          payload,
          startedAt,
          outcome,
          usage,
          outcome === 'failed' ? failure.message : undefined,
        );
        throw failure;
      }
    },
    async *text(payload, signal) {
      const used = usable();
      const startedAt = Date.now();
      let usage: Usage | undefined;
      let failure: Error | undefined;
      let hasEnded = false;
      try {
        const answer = streamText({
          model: openModel(used),
          instructions: payload.system,
          messages: [...payload.earlier, { role: 'user', content: payload.prompt }],
          maxRetries: RETRIES,
          abortSignal: AbortSignal.any([signal, AbortSignal.timeout(used.timeoutMs)]),
          // Errors come as parts of the stream, where they are thrown on.
          onError: () => undefined,
        });
        for await (const part of answer.stream) {
          if (part.type === 'text-delta') yield part.text;
          else if (part.type === 'error') throw part.error;
          else if (part.type === 'abort') throw new DOMException('stopped', 'AbortError');
        }
        usage = await answer.usage;
        hasEnded = true;
      } catch (thrown) {
        failure = failureOf(thrown, signal, used.timeoutMs);
        throw failure;
      } finally {
        const isStopped = !hasEnded && (failure === undefined || failure instanceof Cancelled);
        const outcome = hasEnded ? 'ok' : isStopped ? 'stopped' : 'failed';
        await note(
          used,
          'chat',
          payload,
          startedAt,
          outcome,
          usage,
          outcome === 'failed' ? failure?.message : undefined,
        );
      }
    },
  };
}

/** What went wrong in plain words; never what the server answered word for word, which may repeat a key. */
function failureOf(thrown: unknown, signal: AbortSignal, timeoutMs: number): Error {
  if (signal.aborted) return new Cancelled();
  const last = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  const hint = 'What needs no model works on. Try again, or look at `assistant` in config.yaml.';
  const fail = (message: string) => new JoineryError('model_unavailable', message, { hint, cause: thrown });
  if (last instanceof Error && (last.name === 'TimeoutError' || last.name === 'AbortError'))
    return fail(`The model did not answer within ${Math.round(timeoutMs / 1000)} seconds.`);
  if (APICallError.isInstance(last)) {
    if (last.statusCode === undefined) return fail("The model's server cannot be reached.");
    if (last.statusCode === 401 || last.statusCode === 403) return fail("The model's server refuses the key.");
    if (last.statusCode === 404) return fail("The model's server does not know the model or the address.");
    if (last.statusCode === 429)
      return fail("The model's server takes no more questions for now (rate limit or quota).");
    return fail(
      `The model's server answered with status ${last.statusCode}: ${redactKnown(last.message).slice(0, 200)}`,
    );
  }
  if (NoObjectGeneratedError.isInstance(last) || (last instanceof Error && last.name === 'ZodError'))
    return fail('The answer of the model does not have the form that was asked for.');
  return fail('The model could not be asked.');
}

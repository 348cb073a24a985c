/** The assistant's front door: descriptions of results, and questions to a model where one is configured. */
import type { AssistantCall } from '../../lib/contract/assistant.ts';
import type { AssistantConfig } from '../config/config.ts';
import { toJoineryError } from '../errors.ts';
import type { AssistantRecords } from '../history/index.ts';
import type { AssistantService, CatalogService, HistoryService, ResultService } from '../workbench.ts';
import { addedCandidates, type CheckCandidate } from './added-candidates.ts';
import {
  agreed,
  describeAnswerSchema,
  dictionaryAnswerSchema,
  inModelOrder,
  rerankAnswerSchema,
  tableProposals,
  withModelTexts,
} from './answers.ts';
import { createAsk } from './ask.ts';
import { Conversations } from './conversations.ts';
import type { NotesOf } from './describe/compose.ts';
import { nullSharesOf } from './describe/null-share.ts';
import { createDescriptions } from './describe/service.ts';
import { type CheckJoin, proposeJoin } from './join-words/propose-join.ts';
import type { PolicyOf } from './payload.ts';
import { MOST_RANKED, payloadOf } from './questions.ts';

export interface AssistantParts {
  readonly config: AssistantConfig | undefined;
  readonly catalog: Pick<CatalogService, 'lookup' | 'connections' | 'search'>;
  readonly history: Pick<HistoryService, 'run'>;
  readonly records: AssistantRecords;
  readonly policyOf: PolicyOf;
  readonly checkJoin: CheckJoin;
  readonly notesOf?: NotesOf | undefined;
  /** Counts the NULLs that an outer join left in a stored result. */
  readonly results?: Pick<ResultService, 'summary'> | undefined;
  /** Tries a pair of columns on the data; without it a model adds none. */
  readonly checkCandidate?: CheckCandidate | undefined;
  /** Conversations are kept below it. */
  readonly dataDir: string;
}

export function createAssistant({
  config,
  catalog,
  history,
  records,
  policyOf,
  checkJoin,
  notesOf,
  results,
  checkCandidate,
  dataDir,
}: AssistantParts): AssistantService {
  const descriptions = createDescriptions({
    catalog,
    history,
    records,
    notesOf,
    nullShares: results && ((runId, columns) => nullSharesOf(results, runId, columns)),
  });
  const conversations = new Conversations(dataDir);
  void conversations.forgetOld().catch(() => undefined);
  const ask = createAsk(config, records);
  const parts = { catalog, history, policyOf };
  return {
    descriptions,
    status() {
      if (config === undefined) return { isConfigured: false, reason: 'No model is configured.' };
      if (config.error !== undefined) return { isConfigured: false, reason: config.error.message };
      return { isConfigured: true, provider: config.provider, model: config.model };
    },
    payload: (question) => payloadOf(question, parts),
    async ask(question, signal) {
      if (question.purpose === 'join') return proposeJoin(question, { ...parts, ask, check: checkJoin }, signal);
      const payload = await payloadOf(question, parts);
      if (question.purpose === 'describe') {
        const composed = await descriptions.get(question.runId);
        return {
          description: withModelTexts(composed, await ask.object('describe', payload, describeAnswerSchema, signal)),
        };
      }
      if (question.purpose === 'dictionary') {
        const { connection, schema, table } = question.table;
        const info = await catalog.lookup(connection, schema, table);
        const answer = await ask.object('dictionary', payload, dictionaryAnswerSchema, signal);
        return { proposals: tableProposals(question.table, info, answer) };
      }
      const shown = question.suggestions.slice(0, MOST_RANKED);
      const vote = await ask.object('rerank', payload, rerankAnswerSchema, signal);
      const { secondPrompt } = payload;
      const answer =
        secondPrompt === undefined
          ? vote
          : agreed(
              shown,
              vote,
              await ask.object('rerank', { ...payload, prompt: secondPrompt }, rerankAnswerSchema, signal),
            );
      const added = await addedCandidates(answer, question.suggestions, { catalog, policyOf, checkCandidate }, signal);
      return { suggestions: [...inModelOrder(shown, answer), ...added, ...question.suggestions.slice(MOST_RANKED)] };
    },
    async *chat(question, signal) {
      const payload = await payloadOf(question, parts);
      try {
        for await (const text of ask.text(payload, signal)) yield { text };
        yield { isDone: true };
      } catch (thrown) {
        if (!signal.aborted) yield { error: toJoineryError(thrown).toShape() };
      }
    },
    conversation: (documentId) => conversations.read(documentId),
    keepConversation: (documentId, conversation) => conversations.keep(documentId, conversation),
    calls: async (limit) => (await records.calls(limit)).map((call) => ({ ...call, ...costOf(call, config) })),
  };
}

const PRICED_TOKENS = 1_000_000;

/** By the prices of today's configuration, for questions to the model that it names. */
function costOf(call: AssistantCall, config: AssistantConfig | undefined): Pick<AssistantCall, 'cost'> {
  const { inputPrice, outputPrice, model } = config ?? {};
  if (call.model !== model || inputPrice === undefined || outputPrice === undefined) return {};
  const { inputTokens = 0, outputTokens = 0 } = call;
  return { cost: (inputTokens * inputPrice + outputTokens * outputPrice) / PRICED_TOKENS };
}

import type { AssistantQuestion } from '../../../lib/contract/assistant.ts';
import { JoineryError } from '../../errors.ts';
import type { AssistantService, DescriptionService } from '../../workbench.ts';
import { checkOwnRun, checkReadRun, checkTables, type GuardParts } from './parts.ts';

export function guardDescriptions(parts: GuardParts): DescriptionService {
  const { descriptions } = parts.workbench.assistant;
  return {
    async get(runId) {
      await checkReadRun(parts, runId);
      return descriptions.get(runId);
    },
    async save(description) {
      await checkOwnRun(parts, description.runId);
      return descriptions.save(description);
    },
    async exportAs(runId, format) {
      await checkReadRun(parts, runId);
      return descriptions.exportAs(runId, format);
    },
  };
}

async function checkDocument({ caller, owners }: GuardParts, id: string): Promise<void> {
  if ((await owners.ofDocument(id)) !== caller.id) throw new JoineryError('not_found', 'There is no such document.');
}

/** What a question names; the catalog that answers it is the caller's anyway. */
async function checkQuestion(parts: GuardParts, question: AssistantQuestion): Promise<void> {
  if (question.purpose === 'describe') await checkReadRun(parts, question.runId);
  else if (question.purpose === 'rerank')
    checkTables(
      parts,
      question.suggestions.flatMap(({ left, right }) => [left, right]),
    );
  else if (question.purpose === 'dictionary') checkTables(parts, [question.table]);
  else checkTables(parts, question.tables);
}

export function guardAssistant(parts: GuardParts): Omit<AssistantService, 'descriptions'> {
  const { assistant } = parts.workbench;
  return {
    status: () => assistant.status(),
    async payload(question) {
      await checkQuestion(parts, question);
      return assistant.payload(question);
    },
    async ask(question, signal) {
      await checkQuestion(parts, question);
      return assistant.ask(question, signal);
    },
    async *chat(question, signal) {
      await checkQuestion(parts, question);
      yield* assistant.chat(question, signal);
    },
    calls: (limit) => assistant.calls(limit),
    async conversation(documentId) {
      await checkDocument(parts, documentId);
      return assistant.conversation(documentId);
    },
    async keepConversation(documentId, conversation) {
      await checkDocument(parts, documentId);
      await assistant.keepConversation(documentId, conversation);
    },
  };
}

import type { AssistantAnswer, AssistantPayload, AssistantQuestion } from '../../../lib/contract/assistant.ts';
import type { JoinDocument } from '../../../lib/contract/join.ts';
import { JoineryError } from '../../errors.ts';
import type { CatalogService } from '../../workbench.ts';
import type { Ask } from '../ask.ts';
import { PayloadBuilder, type PolicyOf } from '../payload.ts';
import { joinInstructions } from '../prompts.ts';
import { buildJoin, joinAnswerSchema, type ListedTable } from './build-join.ts';
import { findTables } from './find-tables.ts';

export type JoinQuestion = Extract<AssistantQuestion, { purpose: 'join' }>;

export interface JoinWordsParts {
  readonly catalog: Pick<CatalogService, 'search' | 'lookup'>;
  readonly policyOf: PolicyOf;
}

export interface CheckJoin {
  /** Federated SQL of the document, bound by the engine without running it. Throws the engine's own error. */
  sqlOf(document: JoinDocument, signal: AbortSignal): Promise<string>;
}

/** The question as it is sent, and the tables that an answer may name. */
export async function joinPayload(
  { words, tables }: JoinQuestion,
  { catalog, policyOf }: JoinWordsParts,
  problem?: string,
): Promise<{ readonly payload: AssistantPayload; readonly listed: readonly ListedTable[] }> {
  const builder = new PayloadBuilder(policyOf);
  const listed: ListedTable[] = [];
  for (const table of await findTables(words, tables, catalog)) {
    const described = builder.table(table.reference.connection, table.info);
    if (described === undefined) continue;
    builder.add(described);
    listed.push(table);
  }
  // The engine's message may repeat a value.
  if (problem !== undefined) builder.add({ yourLastAnswerWasWrong: builder.sql([], problem) });
  return { payload: builder.build(joinInstructions, words), listed };
}

/** A join for words: names resolved against the catalog, bound by the engine, with one more try if it cannot be. Nothing runs. */
export async function proposeJoin(
  question: JoinQuestion,
  parts: JoinWordsParts & { readonly ask: Ask; readonly check: CheckJoin },
  signal: AbortSignal,
): Promise<AssistantAnswer> {
  let problem: string | undefined;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { payload, listed } = await joinPayload(question, parts, problem);
    if (listed.length === 0) return { cannot: 'No table that may be named to a model goes with these words.' };
    const answer = await parts.ask.object('join', payload, joinAnswerSchema, signal);
    if (!answer.isPossible) return { cannot: answer.why.slice(0, 600) };
    const built = buildJoin(answer, listed);
    if ('problem' in built) {
      problem = built.problem;
      continue;
    }
    try {
      const sql = await parts.check.sqlOf(built.document, signal);
      return { proposal: { document: built.document, sql, why: answer.why.slice(0, 600) } };
    } catch (thrown) {
      if (!(thrown instanceof JoineryError) || thrown.class !== 'user') throw thrown;
      problem = thrown.message;
    }
  }
  return { cannot: `The model found no join that can be made. The last one failed: ${problem ?? ''}` };
}
